import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { type Change, Changes } from './changes.ts';
import { expiryAfter } from './expiry.ts';
import { History, type HistoryOptions } from './history.ts';
import type { Shelf } from './shelf.ts';
import { Trail } from './trail.ts';

export interface ChronicleOptions {
  readonly phases: readonly string[];
  /** How long the trail is. */
  readonly points: number;
  readonly runs: HistoryOptions;
  /** Where changes of state lie. */
  readonly shelf: Shelf<Change>;
}

/**
 * What is remembered of one listed target: much of a few runs, little of many. A class, as are its parts, since there may
 * be a hundred thousand: made of closures, an empty one takes four times as much.
 */
export class Chronicle {
  readonly runs: History;
  readonly trail: Trail;
  readonly changes: Changes;
  #certificateExpiresAtMs: number | undefined;

  constructor({ phases, points, runs, shelf }: ChronicleOptions) {
    this.runs = new History(runs);
    this.trail = new Trail(points, phases);
    this.changes = new Changes(shelf);
  }

  add(job: Job, result: Result): void {
    this.runs.add(job, result);
    this.trail.add(result);
    this.changes.note(result);
    this.#certificateExpiresAtMs = expiryAfter(result, this.#certificateExpiresAtMs);
  }

  /** A run was due, and did not take place. */
  skip(atMs: number): void {
    this.trail.skip(atMs);
  }

  /** Unix milliseconds; none without TLS. */
  get certificateExpiresAtMs(): number | undefined {
    return this.#certificateExpiresAtMs;
  }
}
