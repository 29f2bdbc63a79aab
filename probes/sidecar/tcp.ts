import type { Socket } from 'node:net';
import { startQueue } from '../../src/net/bytequeue.ts';
import { dial } from '../../src/net/connect.ts';
import { lookUp } from '../../src/net/look-up.ts';
import { startPieces } from '../../src/net/pieces.ts';
import { placeText } from '../../src/net/place-text.ts';
import { shown } from '../../src/net/shown.ts';
import { failure, type Show } from '../../src/probe.ts';
import type { Asking } from './asking.ts';
import { startScanner } from './scanner.ts';
import type { TcpTarget } from './target.ts';

/** The bytes of the first JSON value that a side-car prints. */
export async function readTcp({ host, port }: TcpTarget, asking: Asking): Promise<Buffer> {
  const { config, network, signal, enter, show } = asking;
  enter('resolve', host);
  const { address } = await lookUp(asking, host, config);
  enter('connect', placeText(address, port));
  const socket = await dial(network, { address, port }, signal);
  try {
    enter('read', 'the JSON');
    if (config.send !== undefined) {
      show({ kind: 'sent', text: config.send });
      socket.write(config.send);
    }
    return await readFirstValue(socket, config.max_bytes, show);
  } finally {
    socket.destroy();
  }
}

// What comes behind the value is not waited for, since a side-car may leave the connection open, nor looked at,
// since how much of it has come is chance.
async function readFirstValue(socket: Socket, limit: number, show: Show): Promise<Buffer> {
  const heard = startPieces();
  show({ kind: 'received', text: heard.bytes });
  const scanner = startScanner();
  const kept = startQueue();
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    heard.take(chunk);
    const end = scanner.push(chunk);
    const length = kept.length + (end ?? chunk.length);
    if (length > limit)
      throw failure('payload', `got more than ${limit} bytes before the JSON ended`);
    kept.push(chunk);
    if (end !== undefined) return kept.take(length);
  }
  throw cutShort(kept.take(kept.length));
}

function cutShort(bytes: Buffer): Error {
  if (bytes.toString().trim() === '') {
    return failure('payload', 'the connection ended before any JSON had come');
  }
  const got = `after ${bytes.length} bytes: ${shown(bytes)}`;
  return failure('payload', `the connection ended amid the JSON, ${got}`);
}
