import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { PartQuestion } from '../http/others.ts';
import type { FamilyPiece } from './blocks.ts';
import type { AskWorker } from './topics.ts';

// Whoever is stuck does not even say that it has heard.
export const HEARD_MS = 2000;
// For what on-scrape targets of others have found to get here, out of the half second that scrapers leave.
export const TRANSFER_MS = 250;
// Who has begun goes on at the scraper's pace.
const IDLE_MS = 10_000;

/** Another worker's part of an exposition, as it comes. */
export interface RemotePart {
  /** Ends early if the worker does. */
  readonly pieces: AsyncIterable<FamilyPiece>;
  isWhole(this: void): boolean;
}

export function partOf(
  ask: AskWorker,
  worker: number,
  question: PartQuestion,
  signal: AbortSignal,
): RemotePart {
  let isWhole = false;

  async function* pieces(): AsyncGenerator<FamilyPiece, void, undefined> {
    const stop = new AbortController();
    const stopped = AbortSignal.any([signal, stop.signal]);
    const arriving = new PassThrough({ objectMode: true, highWaterMark: 8 });
    let timer = setTimeout(() => stop.abort(), question.timeoutMs + TRANSFER_MS);
    async function take(piece: FamilyPiece): Promise<void> {
      if (piece.family === '') return;
      // While it waits for us it is not late.
      clearTimeout(timer);
      if (!arriving.write(piece)) await once(arriving, 'drain', { signal: stopped });
      timer = setTimeout(() => stop.abort(), IDLE_MS);
    }
    const firstPieceMs = Math.min(HEARD_MS, question.timeoutMs + TRANSFER_MS);
    const asked = ask(worker, 'part', question, { signal: stopped, firstPieceMs, take });
    asked.then(
      () => {
        isWhole = true;
        arriving.end();
      },
      () => arriving.end(),
    );
    try {
      yield* arriving as AsyncIterable<FamilyPiece>;
    } finally {
      // Nobody wants more of it.
      clearTimeout(timer);
      stop.abort();
    }
  }
  return { pieces: pieces(), isWhole: () => isWhole };
}
