import type { Socket } from 'node:net';
import { startQueue } from '../../src/net/bytequeue.ts';
import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';
import { startScanner } from './scanner.ts';

/**
 * The bytes of the first JSON value. Nothing after it is waited for, since a side-car may leave the connection
 * open, nor looked at, since how much of it has come is chance.
 */
export async function readFirstValue(socket: Socket, limit: number): Promise<Buffer> {
  const scanner = startScanner();
  const kept = startQueue();
  for await (const chunk of socket as AsyncIterable<Buffer>) {
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
  const start = shown(bytes);
  return failure(
    'payload',
    `the connection ended amid the JSON, after ${bytes.length} bytes: ${start}`,
  );
}
