import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistory, type History } from '../../src/history/history.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const job = testJob(testProbe(async () => {}));

function open(limit: number): History {
  let next = 0;
  return createHistory({ runs: limit, failures: limit, bytes: 1e6 }, () => next++);
}

/** Adds a run for each character: `s` a success, `f` a failure. */
function shownAfter(limit: number, runs: string): string {
  const { add, all } = open(limit);
  for (const run of runs) add(job, run === 's' ? success() : failed('status'));
  return all()
    .map(({ id, result }) => `${result.outcome.slice(0, 1)}${id}`)
    .join(' ');
}

function check(limit: number, runs: string, wanted: string): void {
  assert.equal(shownAfter(limit, runs), wanted);
}

test('the last runs are kept, newest first', () => {
  check(3, '', '');
  check(3, 'sf', 'f1 s0');
  check(3, 'sssss', 's4 s3 s2');
});

test('failures outlive successes', () => {
  check(3, 'fssss', 's4 s3 s2 f0');
  check(2, 'fsfssss', 's6 s5 f2 f0');
});

test('no more failures outlive than the limit, the oldest goes first', () => {
  check(2, 'fffss', 's4 s3 f2 f1');
  check(2, 'ffffff', 'f5 f4 f3 f2');
});

test('a limit of 0 keeps nothing and uses up no number', () => {
  let numbers = 0;
  const { add, all } = createHistory({ runs: 0, failures: 0, bytes: 1e6 }, () => numbers++);
  add(job, success());

  assert.deepEqual([all(), numbers], [[], 0]);
});

test('a run is kept with its job', () => {
  const { add, all } = open(1);
  const result = success();
  add(job, result);

  assert.deepEqual(all(), [{ id: 0, job, result }]);
});

test('a list that was given does not change with the next run', () => {
  const { add, all } = open(2);
  add(job, success());
  const before = all();
  add(job, success());

  assert.equal(before.length, 1);
});
