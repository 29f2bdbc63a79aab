import { failure, type Verdict } from '../../src/probe.ts';
import { readName } from './name.ts';

/** Goes through a part of a message. Whatever would reach behind its end is the verdict `protocol`. */
export interface Cursor {
  isAtEnd(this: void): boolean;
  /** A number of this many bytes. */
  number(this: void, size: 1 | 2 | 4 | 6): number;
  bytes(this: void, count: number): Buffer;
  rest(this: void): Buffer;
  /** A domain name as text, which may point to anywhere in the message up to the end of this part. */
  name(this: void): string;
  /** The next bytes as a part of their own: a new cursor at each call, so that they can be read again. */
  part(this: void, length: number): () => Cursor;
}

export function startCursor(message: Buffer, start = 0): Cursor {
  let at = start;

  function bytes(count: number): Buffer {
    if (count > message.length - at) throw malformed('it ends too early');
    at += count;
    return message.subarray(at - count, at);
  }

  return {
    isAtEnd: () => at === message.length,
    number: (size) => bytes(size).readUIntBE(0, size),
    bytes,
    rest: () => bytes(message.length - at),
    name() {
      const { text, end } = readName(message, at);
      at = end;
      return text;
    },
    part(length) {
      const from = at;
      bytes(length);
      const upToItsEnd = message.subarray(0, at);
      return () => startCursor(upToItsEnd, from);
    },
  };
}

export function malformed(why: string): Verdict {
  return failure('protocol', `got a malformed answer: ${why}`);
}
