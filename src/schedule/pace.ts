import type { Clock } from './clock.ts';

/** Watches whether the runs that are due are made. */
export interface Pace {
  made(this: void): void;
  /** Runs that were due and did not take place, since this process had no room for them. */
  missed(this: void, runs: number): void;
}

/** What the schedule wants, and what comes of it. */
export interface Shortfall {
  readonly duePerSecond: number;
  readonly madePerSecond: number;
}

// Long enough for every usual interval to come round, so that the numbers mean something.
const WINDOW_MS = 30_000;

/** Says so for every half minute in which it could not keep up. */
export function watchPace(now: Clock['now'], say: (shortfall: Shortfall) => void): Pace {
  let since = now();
  let made = 0;
  let missed = 0;

  function turn(): void {
    const seconds = (now() - since) / 1000;
    // A clock that was set back starts anew.
    if (seconds >= 0 && seconds * 1000 < WINDOW_MS) return;
    if (missed > 0 && seconds > 0)
      say({ duePerSecond: (made + missed) / seconds, madePerSecond: made / seconds });
    since = now();
    made = 0;
    missed = 0;
  }

  return {
    made() {
      made += 1;
      turn();
    },
    missed(runs) {
      missed += runs;
      turn();
    },
  };
}
