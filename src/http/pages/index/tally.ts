import type { Tone } from '../document.ts';
import { STATES, type State } from './query.ts';

/** How many targets are in which state. */
export interface Tally {
  /** Of all states. */
  readonly count: number;
  readonly of: Readonly<Record<State, number>>;
  /** Of the unknown, those that have not run yet. */
  readonly fresh: number;
}

export interface TallyKeeper {
  add(this: void, state: State, hasRun: boolean): void;
  tally(this: void): Tally;
}

export function keepTally(): TallyKeeper {
  const of = { down: 0, stale: 0, unknown: 0, skipped: 0, up: 0 };
  let count = 0;
  let fresh = 0;
  return {
    add(state, hasRun) {
      count += 1;
      of[state] += 1;
      if (state === 'unknown' && !hasRun) fresh += 1;
    },
    tally: () => ({ count, of: { ...of }, fresh }),
  };
}

export function toneOf({ count, of }: Tally): Tone {
  if (of.down > 0) return 'down';
  return of.up === count ? 'up' : 'unknown';
}

/** The one sentence: how it is. */
export function sentence(tally: Tally): string {
  const { count, of } = tally;
  if (count === 0) return 'No targets are listed';
  const { down, up } = of;
  if (count === 1) return `The one target ${ONE[stateOfOne(tally)]}`;
  if (down === count) return `All ${count} targets fail`;
  if (down > 0) return `${down} of ${count} targets ${down === 1 ? 'fails' : 'fail'}`;
  if (up === count) return `All ${count} targets answer`;
  if (tally.fresh === count) return `None of ${count} targets has run yet`;
  if (up === 0) return `It is not known whether any of ${count} targets answers`;
  return `${up} of ${count} targets ${up === 1 ? 'answers' : 'answer'}, none is known to fail`;
}

const ONE = {
  down: 'fails',
  up: 'answers',
  fresh: 'has not run yet',
  else: 'may answer or not: that is not known',
} as const;

function stateOfOne({ of, fresh }: Tally): keyof typeof ONE {
  if (of.down === 1) return 'down';
  if (of.up === 1) return 'up';
  return fresh === 1 ? 'fresh' : 'else';
}

const SAID: Readonly<Record<State, string>> = {
  down: 'down',
  stale: 'stale: the last run is too long ago',
  unknown: 'unknown: the exporter could not do its own work',
  skipped: 'skipped: the run before still lasts',
  up: 'up',
};

/** What the sentence leaves open, a part each: of whom it cannot say whether they answer. */
export function doubts({ of, fresh }: Tally): readonly string[] {
  const parts = STATES.flatMap((state) => {
    const count = state === 'unknown' ? of.unknown - fresh : of[state];
    return state === 'up' || state === 'down' || count === 0 ? [] : [`${count} ${SAID[state]}`];
  });
  return fresh === 0 ? parts : [...parts, `${fresh} not run yet`];
}
