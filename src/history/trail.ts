import { REASONS, type Reason } from '../failure.ts';
import type { Result } from '../result.ts';
import { type State, stateAfter } from './state.ts';

/** How one run went, in short. One that was due and did not take place is `skipped`. */
export interface Point {
  readonly state: State | 'skipped';
  /** Unix milliseconds. */
  readonly startedAtMs: number;
  readonly seconds: number;
  /** None of a success. */
  readonly reason?: Reason;
  readonly phase?: string;
}

/** A target's last runs in short: many, and in little memory. */
export interface Trail {
  add(this: void, result: Result): void;
  skip(this: void, atMs: number): void;
  /** Oldest first. */
  points(this: void): readonly Point[];
  last(this: void): Point | undefined;
}

// A point is three numbers in a ring: when, how long, and what came of it.
const WIDTH = 3;
const STATES = ['up', 'down', 'unknown', 'skipped'] as const;
// Reasons and phases each have their own part of one number, 0 for none.
const ROOM = 256;

export function createTrail(length: number, phases: readonly string[]): Trail {
  const ring = new Float64Array(length * WIDTH);
  let added = 0;

  function put(startedAtMs: number, seconds: number, code: number): void {
    const at = (added % length) * WIDTH;
    ring[at] = startedAtMs;
    ring[at + 1] = seconds;
    ring[at + 2] = code;
    added += 1;
  }

  function point(index: number): Point {
    const at = (index % length) * WIDTH;
    const [startedAtMs = 0, seconds = 0, code = 0] = ring.subarray(at, at + WIDTH);
    const state = STATES[code % ROOM] ?? 'unknown';
    const reason = REASONS[(Math.floor(code / ROOM) % ROOM) - 1];
    const phase = phases[Math.floor(code / ROOM ** 2) - 1];
    return {
      state,
      startedAtMs,
      seconds,
      ...(reason !== undefined && { reason }),
      ...(phase !== undefined && { phase }),
    };
  }

  return {
    add(result) {
      put(result.startedAtMs, result.seconds, codeOf(result, phases));
    },
    skip(atMs) {
      put(atMs, 0, STATES.indexOf('skipped'));
    },
    points() {
      const first = Math.max(0, added - length);
      return Array.from({ length: added - first }, (_, index) => point(first + index));
    },
    last: () => (added === 0 ? undefined : point(added - 1)),
  };
}

function codeOf(result: Result, phases: readonly string[]): number {
  const state = STATES.indexOf(stateAfter(result));
  if (result.outcome === 'success') return state;
  const reason = REASONS.indexOf(result.reason) + 1;
  const phase = result.phase === undefined ? 0 : phases.indexOf(result.phase) + 1;
  return state + ROOM * reason + ROOM ** 2 * phase;
}
