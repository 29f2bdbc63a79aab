import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { type Change, createChanges } from './changes.ts';
import { createHistory, type History } from './history.ts';
import { createTrail, type Trail } from './trail.ts';

/** What is remembered of one listed target: much of a few runs, little of many. Bounded, whatever the target does. */
export interface Chronicle {
  add(this: void, job: Job, result: Result): void;
  /** A run was due, and did not take place. */
  skip(this: void, atMs: number): void;
  readonly runs: Pick<History, 'all'>;
  readonly trail: Pick<Trail, 'points' | 'last'>;
  /** Newest first. */
  changes(this: void): readonly Change[];
}

// Shared evenly, so that no target can push out another's failures; with many targets less of each.
const BYTES = 48 * 2 ** 20;
const MOST_BYTES = 128 * 2 ** 10;
const POINTS = 600_000;
const MOST_POINTS = 60;
const FEWEST_POINTS = 10;

const RUNS = 5;
const FAILURES = 10;

/** For one of so many targets. */
export function createChronicle(
  { probe }: Pick<Job, 'probe'>,
  targets: number,
  nextId: () => number,
): Chronicle {
  const bytes = Math.min(MOST_BYTES, Math.floor(BYTES / targets));
  const runs = createHistory({ runs: RUNS, failures: FAILURES, bytes }, nextId);
  const share = Math.floor(POINTS / targets);
  const points = Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, share));
  const trail = createTrail(points, probe.phases);
  const changes = createChanges();
  return {
    add(job, result) {
      runs.add(job, result);
      trail.add(result);
      changes.note(result);
    },
    skip: trail.skip,
    runs,
    trail,
    changes: changes.all,
  };
}
