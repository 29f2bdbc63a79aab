import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State } from '../../../../src/http/pages/index/query.ts';
import {
  doubts,
  keepTally,
  sentence,
  type Tally,
  toneOf,
} from '../../../../src/http/pages/index/tally.ts';

/** `fresh` is a target that has not run yet. */
function tallyOf(...states: readonly (State | 'fresh')[]): Tally {
  const { add, tally } = keepTally();
  for (const state of states) {
    if (state === 'fresh') add('unknown', false);
    else add(state, true);
  }
  return tally();
}

test('one sentence says how it is, and never more than is known', () => {
  const check = (states: readonly (State | 'fresh')[], wanted: string): void =>
    assert.equal(sentence(tallyOf(...states)), wanted);

  check([], 'No targets are listed');
  check(['up'], 'The one target answers');
  check(['down'], 'The one target fails');
  check(['fresh'], 'The one target has not run yet');
  check(['stale'], 'The one target may answer or not: that is not known');
  check(['up', 'up'], 'All 2 targets answer');
  check(['down', 'down'], 'All 2 targets fail');
  check(['down', 'up', 'fresh'], '1 of 3 targets fails');
  check(['down', 'down', 'up'], '2 of 3 targets fail');
  check(['fresh', 'fresh'], 'None of 2 targets has run yet');
  check(['unknown', 'stale'], 'It is not known whether any of 2 targets answers');
  check(['up', 'unknown'], '1 of 2 targets answers, none is known to fail');
  check(['up', 'up', 'skipped'], '2 of 3 targets answer, none is known to fail');
});

test('what the sentence leaves open is counted', () => {
  const check = (states: readonly (State | 'fresh')[], ...wanted: readonly string[]): void =>
    assert.deepEqual(doubts(tallyOf(...states)), wanted);

  check(['up', 'down']);
  check(['fresh', 'fresh'], '2 not run yet');
  check(
    ['unknown', 'fresh', 'stale', 'skipped'],
    '1 stale: the last run is too long ago',
    '1 unknown: the exporter could not do its own work',
    '1 skipped: the run before still lasts',
    '1 not run yet',
  );
});

test('only where everything answers is the tone good', () => {
  const check = (states: readonly (State | 'fresh')[], wanted: string): void =>
    assert.equal(toneOf(tallyOf(...states)), wanted);

  check([], 'up');
  check(['up', 'up'], 'up');
  check(['up', 'fresh'], 'unknown');
  check(['stale'], 'unknown');
  check(['up', 'fresh', 'down'], 'down');
});
