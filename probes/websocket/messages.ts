import type { Socket } from 'node:net';
import { startQueue } from '../../src/net/bytequeue.ts';
import type { Reader } from '../../src/net/reader.ts';
import { shown } from '../../src/net/shown.ts';
import { write } from '../../src/net/write.ts';
import { failure, type Show } from '../../src/probe.ts';
import { type Frame, frameOf, MAX_MESSAGE_BYTES, OPCODE, readFrame } from './frames.ts';

interface Talk {
  readonly socket: Socket;
  readonly reader: Reader;
  readonly show: Show;
}

/** The next message, text or binary, put together from its pieces. Pings that come in between are answered. */
export async function readMessage({ socket, reader, show }: Talk): Promise<Buffer> {
  // Not a list of them: they may be a byte long, and millions.
  const pieces = startQueue();
  let isOpen = false;
  for (;;) {
    const frame = await readFrame(reader, MAX_MESSAGE_BYTES - pieces.length);
    if (frame.opcode >= OPCODE.close) {
      await answer(frame, socket, show);
      continue;
    }
    if (isOpen !== (frame.opcode === OPCODE.continuation))
      throw failure('protocol', 'got the pieces of a message out of order');
    isOpen = true;
    pieces.push(frame.payload);
    if (frame.isFinal) return pieces.take(pieces.length);
  }
}

async function answer({ opcode, payload }: Frame, socket: Socket, show: Show): Promise<void> {
  if (opcode === OPCODE.close) {
    const code = payload.length < 2 ? 'without a code' : `with ${payload.readUInt16BE()}`;
    const why = payload.length > 2 ? ` ${shown(payload.subarray(2))}` : '';
    show({ kind: 'received', text: `close frame ${code}${why}` });
    throw failure('content', `the server closed ${code}${why}, want a message`);
  }
  if (opcode === OPCODE.ping) await write(socket, frameOf(OPCODE.pong, payload));
}

const NORMAL = Buffer.from([1000 >> 8, 1000 & 0xff]);

/** Says good-bye. A server that does not listen any more keeps nobody waiting. */
export function close(socket: Socket): void {
  if (socket.writable) socket.end(frameOf(OPCODE.close, NORMAL));
}
