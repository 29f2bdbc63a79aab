import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import type { Place, Shelf } from './shelf.ts';
import { fitting, type Weight, weigh } from './weight.ts';

/** A run that can still be looked at. */
export interface PastRun {
  readonly id: number;
  readonly job: Job;
  readonly result: Result;
}

export interface HistoryOptions {
  /** How many of the last runs, whatever came of them. */
  readonly runs: number;
  /** How many failures. */
  readonly failures: number;
  /** What the last runs may take. */
  readonly runBytes: () => number;
  /** What failures may take of their shelf. */
  readonly failureBytes: number;
  /** Where failures lie, with those of others. */
  readonly shelf: Shelf<PastRun>;
  readonly nextId: () => number;
}

interface Kept extends PastRun {
  readonly bytes: number;
}

/** The last runs in memory; failures outlive successes, so that one can still read why it rang last night. */
export class History {
  readonly #options: HistoryOptions;
  // A ring. An array that is added to at its end and taken from at its beginning is copied again and again, and what each
  // copy held stays in memory until the next full collection.
  readonly #recent: (Kept | undefined)[] = [];
  #recentBytes = 0;
  #added = 0;
  #dropped = 0;
  #failed: readonly Place<PastRun>[] = [];

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  add(job: Job, result: Result): void {
    const { runs, nextId } = this.#options;
    if (runs === 0) return;
    const id = nextId();
    const run = { id, job, result };
    const weight = weigh(result);
    this.#keep(run, weight);
    if (result.outcome === 'failure') this.#keepFailure(run, weight);
  }

  /** Newest first. */
  all(): readonly PastRun[] {
    const runs = new Map<number, PastRun>();
    for (const kept of this.#recent) {
      if (kept === undefined) continue;
      const { id, job, result } = kept;
      runs.set(id, { id, job, result });
    }
    // What is still on the shelf is there in full.
    for (const { thing } of this.#failed) if (thing !== undefined) runs.set(thing.id, thing);
    return [...runs.values()].sort((a, b) => b.id - a.id);
  }

  #keep({ id, job, result }: PastRun, weight: Weight): void {
    const { runs, runBytes } = this.#options;
    const most = runBytes();
    const kept = fitting(result, weight, most);
    // Without it, those before it would pass for the last.
    if (kept === undefined) {
      while (this.#dropped < this.#added) this.#drop();
      return;
    }
    if (this.#added - this.#dropped === runs) this.#drop();
    this.#recent[this.#added % runs] = { id, job, ...kept };
    this.#added += 1;
    this.#recentBytes += kept.bytes;
    while (this.#recentBytes > most) this.#drop();
  }

  #drop(): void {
    const oldest = this.#dropped % this.#options.runs;
    this.#recentBytes -= this.#recent[oldest]?.bytes ?? 0;
    this.#recent[oldest] = undefined;
    this.#dropped += 1;
  }

  #keepFailure({ id, job, result }: PastRun, weight: Weight): void {
    const { failures, failureBytes, shelf } = this.#options;
    const kept = fitting(result, weight, failureBytes);
    if (kept === undefined) return;
    const place = shelf.put({ id, job, result: kept.result }, kept.bytes);
    const there = [...this.#failed, place].filter(({ thing }) => thing !== undefined);
    let sum = there.reduce((sum, { bytes }) => sum + bytes, 0);
    while (there.length > failures || sum > failureBytes) {
      const oldest = there.shift();
      if (oldest === undefined) break;
      sum -= oldest.bytes;
      shelf.clear(oldest);
    }
    this.#failed = there;
  }
}
