import type { Probe } from '../probe.ts';
import type { Change } from './changes.ts';
import { Chronicle } from './chronicle.ts';
import type { PastRun } from './history.ts';
import { createShelf } from './shelf.ts';

/** The chronicles of all targets. They are bounded together, whatever the targets do and however many there are. */
export interface Archive {
  /** From now on it is for so many targets. Trails stay as long as they are. */
  divide(this: void, targets: number): void;
  begin(this: void, probe: Pick<Probe, 'phases'>): Chronicle;
}

// The last runs are shared out evenly; whatever fails takes from one shelf, since most targets do not. Of ten thousand
// there is no room for good runs: each would live just long enough to make the garbage collector work a tenth more.
const RECENT_BYTES = 16 * 2 ** 20;
const FAILED_BYTES = 24 * 2 ** 20;
const CHANGES_BYTES = 8 * 2 ** 20;
const POINTS = 600_000;

// Of one target.
const RUNS = 5;
const FAILURES = 10;
const MOST_BYTES = 128 * 2 ** 10;
const MOST_POINTS = 60;
const FEWEST_POINTS = 10;

export function createArchive(nextId: () => number): Archive {
  const failures = createShelf<PastRun>(FAILED_BYTES);
  const changes = createShelf<Change>(CHANGES_BYTES);
  let share = MOST_BYTES;
  let points = MOST_POINTS;
  const runs = {
    runs: RUNS,
    failures: FAILURES,
    runBytes: () => share,
    failureBytes: MOST_BYTES,
    shelf: failures,
    nextId,
  };
  return {
    divide(targets) {
      const each = Math.max(1, targets);
      share = Math.min(MOST_BYTES, Math.floor(RECENT_BYTES / each));
      points = Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, Math.floor(POINTS / each)));
    },
    begin: ({ phases }) => new Chronicle({ phases, points, runs, shelf: changes }),
  };
}
