import type { Reason } from '../failure.ts';
import type { Result } from '../result.ts';
import { type State, stateAfter } from './state.ts';

/** A run that found its target in another state than the one before. */
export interface Change {
  /** When that run began, in Unix milliseconds. */
  readonly atMs: number;
  readonly from: State;
  readonly to: State;
  readonly reason?: Reason;
  readonly phase?: string;
  /** For people. */
  readonly detail?: string;
}

/** When a target went up and down. */
export interface Changes {
  note(this: void, result: Result): void;
  /** Newest first. */
  all(this: void): readonly Change[];
}

// A target that flaps must not fill the memory.
const MOST_CHANGES = 20;
const MOST_DETAIL = 300;

export function createChanges(): Changes {
  let changes: readonly Change[] = [];
  let state: State = 'unknown';
  return {
    note(result) {
      const from = state;
      state = stateAfter(result);
      if (state === from && changes.length > 0) return;
      const change = { atMs: result.startedAtMs, from, to: state, ...whyOf(result) };
      changes = [change, ...changes.slice(0, MOST_CHANGES - 1)];
    },
    all: () => changes,
  };
}

function whyOf(result: Result): Pick<Change, 'reason' | 'phase' | 'detail'> {
  if (result.outcome === 'success') return {};
  const { reason, phase, detail } = result;
  return { reason, ...(phase !== undefined && { phase }), detail: detail.slice(0, MOST_DETAIL) };
}
