/** Bytes in the order in which they came. Cheap also if a peer sends them one by one. */
export interface ByteQueue {
  readonly length: number;
  push(this: void, chunk: Buffer): void;
  /** The first place of a byte at or after `from`, or -1. */
  indexOf(this: void, byte: number, from: number): number;
  take(this: void, count: number): Buffer;
  /** The same without taking it. */
  peek(this: void, count: number): Buffer;
}

const EMPTY: Buffer = Buffer.alloc(0);

export function startQueue(): ByteQueue {
  let buffer = EMPTY;
  let start = 0;
  let end = 0;

  // Doubles into new memory and never moves bytes back, since what was taken is a view of the old.
  function makeRoom(count: number): void {
    if (end + count <= buffer.length) return;
    const roomier = Buffer.allocUnsafeSlow(Math.max(2 * (end - start), end - start + count));
    end = buffer.copy(roomier, 0, start, end);
    start = 0;
    buffer = roomier;
  }

  function peek(count: number): Buffer {
    return buffer.subarray(start, Math.min(start + count, end));
  }

  return {
    get length() {
      return end - start;
    },
    push(chunk) {
      if (start === end) {
        buffer = chunk;
        start = 0;
        end = chunk.length;
        return;
      }
      makeRoom(chunk.length);
      end += chunk.copy(buffer, end);
    },
    indexOf(byte, from) {
      return buffer.subarray(start, end).indexOf(byte, from);
    },
    take(count) {
      const taken = peek(count);
      start += taken.length;
      return taken;
    },
    peek,
  };
}
