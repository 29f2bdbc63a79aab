import type { Result } from '../result.ts';
import { type State, stateAfter } from '../state.ts';
import type { Series } from './metrics.ts';

const NAMES = ['up', 'down', 'unknown'] as const;

// The same of all targets, so they are there once.
const STATES: Readonly<Record<State, Series[]>> = {
  up: stateset('up'),
  down: stateset('down'),
  unknown: stateset('unknown'),
};

/** Before the first run. */
export const UNKNOWN = STATES.unknown;

export function stateSeries(result: Result): Series[] {
  return STATES[stateAfter(result)];
}

function stateset(state: State): Series[] {
  return NAMES.map((name) => ({
    labels: { probe_state: name },
    value: name === state ? 1 : 0,
  }));
}
