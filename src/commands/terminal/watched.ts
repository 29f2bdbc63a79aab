import type { Job } from '../../job.ts';
import type { Result } from '../../result.ts';
import { type State, stateAfter } from '../../state.ts';
import { whyText } from './why.ts';

/** What is remembered of a target that is probed again and again. */
export interface Watched {
  /** Whether something is new: its state, or why it is in it. */
  add(this: void, result: Result): boolean;
  /** A run was due while the one before still lasted. */
  skip(this: void): void;
  glance(this: void): Glance;
}

/** A watched target at one moment. */
export interface Glance {
  readonly title: string;
  /** None before its first run has ended. */
  readonly state: State | undefined;
  readonly seconds: number;
  /** Since when it is in its state. */
  readonly sinceMs: number;
  /** Nothing of a success. */
  readonly why: string;
  /** Oldest first. */
  readonly points: readonly Point[];
}

export interface Point {
  readonly state: State | 'skipped';
  readonly seconds: number;
}

const MOST_POINTS = 120;

export function createWatched(job: Job): Watched {
  const points: Point[] = [];
  let last: Result | undefined;
  let why = '';
  let sinceMs = 0;

  function put(point: Point): void {
    points.push(point);
    if (points.length > MOST_POINTS) points.shift();
  }

  return {
    add(result) {
      const state = stateAfter(result);
      const isChanged = last === undefined || stateAfter(last) !== state;
      if (isChanged) sinceMs = result.startedAtMs;
      const isNew = isChanged || (last !== undefined && meaning(last) !== meaning(result));
      last = result;
      why = whyText({ job, result });
      put({ state, seconds: result.seconds });
      return isNew;
    },
    skip() {
      put({ state: 'skipped', seconds: 0 });
    },
    glance: () => ({
      title: job.name ?? job.address,
      state: last && stateAfter(last),
      seconds: last?.seconds ?? 0,
      sinceMs,
      why,
      points,
    }),
  };
}

/** Without the detail, which may be another one every time. */
function meaning(result: Result): string {
  return result.outcome === 'success' ? '' : `${result.reason} ${result.phase}`;
}
