import { REASONS, type Reason } from '../failure.ts';
import type { Result } from '../result.ts';
import { type State, stateAfter } from '../state.ts';

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

// A point is three numbers in a ring: when, how long, and what came of it.
const WIDTH = 3;
const STATES = ['up', 'down', 'unknown', 'skipped'] as const;
// Reasons and phases each have their own part of one number, 0 for none.
const ROOM = 256;

/** A target's last runs in short: many, and in little memory. */
export class Trail {
  readonly #length: number;
  readonly #phases: readonly string[];
  readonly #ring: Float64Array;
  #added = 0;

  constructor(length: number, phases: readonly string[]) {
    this.#length = length;
    this.#phases = phases;
    this.#ring = new Float64Array(length * WIDTH);
  }

  add(result: Result): void {
    this.#put(result.startedAtMs, result.seconds, codeOf(result, this.#phases));
  }

  skip(atMs: number): void {
    this.#put(atMs, 0, STATES.indexOf('skipped'));
  }

  /** Oldest first. */
  points(): readonly Point[] {
    const first = this.#first();
    return Array.from({ length: this.#added - first }, (_, index) => this.#point(first + index));
  }

  last(): Point | undefined {
    return this.#added === 0 ? undefined : this.#point(this.#added - 1);
  }

  /** The last that took place. */
  lastRun(): Point | undefined {
    for (let index = this.#added - 1; index >= this.#first(); index -= 1) {
      const point = this.#point(index);
      if (point.state !== 'skipped') return point;
    }
    return undefined;
  }

  #first(): number {
    return Math.max(0, this.#added - this.#length);
  }

  #put(startedAtMs: number, seconds: number, code: number): void {
    const at = (this.#added % this.#length) * WIDTH;
    this.#ring[at] = startedAtMs;
    this.#ring[at + 1] = seconds;
    this.#ring[at + 2] = code;
    this.#added += 1;
  }

  #point(index: number): Point {
    const at = (index % this.#length) * WIDTH;
    const startedAtMs = this.#ring[at] ?? 0;
    const seconds = this.#ring[at + 1] ?? 0;
    const code = this.#ring[at + 2] ?? 0;
    const state = STATES[code % ROOM] ?? 'unknown';
    const reason = REASONS[(Math.floor(code / ROOM) % ROOM) - 1];
    if (reason === undefined) return { state, startedAtMs, seconds };
    const phase = this.#phases[Math.floor(code / ROOM ** 2) - 1];
    return { state, startedAtMs, seconds, reason, ...(phase !== undefined && { phase }) };
  }
}

function codeOf(result: Result, phases: readonly string[]): number {
  const state = STATES.indexOf(stateAfter(result));
  if (result.outcome === 'success') return state;
  const reason = REASONS.indexOf(result.reason) + 1;
  const phase = result.phase === undefined ? 0 : phases.indexOf(result.phase) + 1;
  return state + ROOM * reason + ROOM ** 2 * phase;
}
