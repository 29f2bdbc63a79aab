import { startQueue } from '../../src/net/bytequeue.ts';
import { callFailure, INTERNAL, RESOURCE_EXHAUSTED } from './status.ts';

// A flag, and the length in four bytes.
const HEAD_BYTES = 5;
// What clients of gRPC take unless they are told otherwise.
const MAX_BYTES = 4 * 1024 * 1024;

/** A message as it goes over a stream of gRPC, uncompressed. */
export function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

export interface MessageReader {
  /** Throws as soon as what came cannot become the one message that an answer is. */
  push(this: void, chunk: Buffer): void;
  /** The message, if there was one. Throws if there was a part of it. */
  end(this: void): Buffer | undefined;
}

export function startMessage(): MessageReader {
  const queue = startQueue();
  let length: number | undefined;
  return {
    push(chunk) {
      queue.push(chunk);
      if (length === undefined && queue.length >= HEAD_BYTES)
        length = lengthIn(queue.take(HEAD_BYTES));
      // The head of another message is enough to know that there is one.
      if (length !== undefined && queue.length >= length + HEAD_BYTES)
        throw callFailure(INTERNAL, 'protocol', 'got more than one message, want one');
    },
    end() {
      // Less than a head is nothing, as it is for clients in Go.
      if (length === undefined) return undefined;
      if (queue.length >= length) return queue.take(length);
      const detail = `got ${queue.length} bytes of a message of ${length}`;
      throw callFailure(INTERNAL, 'payload', detail);
    },
  };
}

function lengthIn(head: Buffer): number {
  const flag = head.readUInt8(0);
  if (flag === 1)
    throw callFailure(INTERNAL, 'payload', 'got a compressed message, which nobody asked for');
  if (flag !== 0)
    throw callFailure(INTERNAL, 'payload', `got a message with the flag ${flag}, want 0`);
  const length = head.readUInt32BE(1);
  if (length <= MAX_BYTES) return length;
  const detail = `got a message of ${length} bytes, want at most ${MAX_BYTES}`;
  throw callFailure(RESOURCE_EXHAUSTED, 'payload', detail);
}
