import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { failure } from '../failure.ts';
import { startQueue } from './bytequeue.ts';

/**
 * The one reader of a stream. What arrives before anybody asks stays in the stream's own bounded buffer, and
 * the peer is held back once that is full. Every read ends when the signal aborts, and throws what broke the stream.
 */
export interface Reader {
  /**
   * The next line without its LF or CR LF; undefined at the end of the stream. A last line without a line end counts.
   * The verdict `protocol` if none ends within `limit` bytes.
   */
  line(this: void, limit: number): Promise<Buffer | undefined>;
  /** The next `count` bytes; fewer only if the stream ends before. */
  bytes(this: void, count: number): Promise<Buffer>;
  /** Everything up to the end of the stream. The verdict `protocol` if that is more than `limit` bytes. */
  untilEnd(this: void, limit: number): Promise<Buffer>;
  /** What came and is not yet as much as was asked for, up to so many bytes. */
  begun(this: void, most: number): Buffer;
  /** Ends this reader: what came and was not asked for, so that the next owner of the stream knows of it. */
  detach(this: void): Buffer;
}

const LF = 0x0a;
const CR = 0x0d;
// Lines from one full buffer must not keep every other run of the process waiting.
const READS_PER_TURN = 256;

export function startReader(stream: Readable, signal: AbortSignal): Reader {
  const kept = startQueue();
  let reads = 0;

  /** Takes in what is there, waiting for it if need be; false at the end of the stream. */
  async function takeMore(): Promise<boolean> {
    for (;;) {
      signal.throwIfAborted();
      const chunk: unknown = stream.read();
      if (chunk instanceof Buffer) {
        kept.push(chunk);
        return true;
      }
      if (stream.readableEnded) return false;
      if (stream.errored) throw stream.errored;
      if (stream.destroyed) throw failure('reset', 'the connection was closed while reading');
      await somethingHappens(stream, signal);
    }
  }

  async function takeTurn(): Promise<void> {
    signal.throwIfAborted();
    reads += 1;
    if (reads % READS_PER_TURN === 0) await nextTurn();
  }

  return {
    async line(limit) {
      await takeTurn();
      let searched = 0;
      for (;;) {
        const end = kept.indexOf(LF, searched);
        if (end >= 0 && end < limit)
          return withoutCarriageReturn(kept.take(end + 1).subarray(0, end));
        if (kept.length >= limit)
          throw failure('protocol', `got no line end within ${limit} bytes`);
        searched = kept.length;
        if (await takeMore()) continue;
        return kept.length === 0 ? undefined : withoutCarriageReturn(kept.take(kept.length));
      }
    },
    async bytes(count) {
      await takeTurn();
      while (kept.length < count && (await takeMore()));
      return kept.take(Math.min(count, kept.length));
    },
    async untilEnd(limit) {
      await takeTurn();
      while (kept.length <= limit && (await takeMore()));
      if (kept.length > limit) throw failure('protocol', `got more than ${limit} bytes`);
      return kept.take(kept.length);
    },
    begun: kept.peek,
    detach() {
      const chunk: unknown = stream.read();
      if (chunk instanceof Buffer) kept.push(chunk);
      return kept.take(kept.length);
    },
  };
}

/** The caller looks at the stream itself for what it was: state, unlike an event, cannot be missed. */
function somethingHappens(stream: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    function settle(): void {
      for (const event of ['readable', 'end', 'close']) stream.off(event, settle);
      signal.removeEventListener('abort', settle);
      resolve();
    }
    for (const event of ['readable', 'end', 'close']) stream.on(event, settle);
    signal.addEventListener('abort', settle, { once: true });
  });
}

function withoutCarriageReturn(line: Buffer): Buffer {
  return line.at(-1) === CR ? line.subarray(0, -1) : line;
}
