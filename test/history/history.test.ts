import assert from 'node:assert/strict';
import { test } from 'node:test';
import { History, type PastRun } from '../../src/history/history.ts';
import { createShelf } from '../../src/history/shelf.ts';
import { weigh } from '../../src/history/weight.ts';
import type { Result } from '../../src/result.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const job = testJob(testProbe(async () => {}));
const MUCH = 1e6;

function weightOf(result: Result): number {
  const { verdict, samples, words } = weigh(result);
  return verdict + samples + words;
}

interface Room {
  readonly runBytes?: number;
  readonly failureBytes?: number;
  readonly shelf?: ReturnType<typeof createShelf<PastRun>>;
}

function open(limit: number, room: Room = {}): History {
  const { runBytes = MUCH, failureBytes = MUCH, shelf = createShelf(MUCH) } = room;
  let next = 0;
  const nextId = (): number => next++;
  const limits = { runs: limit, failures: limit, runBytes: () => runBytes, failureBytes };
  return new History({ ...limits, shelf, nextId });
}

/** What it remembers: `s` a success, `f` a failure, each with its number. */
function shown(history: History): string {
  return history
    .all()
    .map(({ id, result }) => `${result.outcome.slice(0, 1)}${id}`)
    .join(' ');
}

/** Adds a run for each character. */
function addAll(history: History, runs: string): void {
  for (const run of runs) history.add(job, run === 's' ? success() : failed('status'));
}

function check(limit: number, runs: string, wanted: string): void {
  const history = open(limit);
  addAll(history, runs);
  assert.equal(shown(history), wanted);
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

test('no more failures are kept than the limit, the oldest goes first', () => {
  check(2, 'fffss', 's4 s3 f2 f1');
  check(2, 'ffffff', 'f5 f4');
});

test('a limit of 0 keeps nothing and uses up no number', () => {
  let numbers = 0;
  const limits = { runs: 0, failures: 0, runBytes: () => MUCH, failureBytes: MUCH };
  const nextId = (): number => numbers++;
  const history = new History({ ...limits, shelf: createShelf(MUCH), nextId });
  history.add(job, success());

  assert.deepEqual([history.all(), numbers], [[], 0]);
});

test('a run is kept with its job', () => {
  const history = open(1);
  const result = success();
  history.add(job, result);

  assert.deepEqual(history.all(), [{ id: 0, job, result }]);
});

test('a list that was given does not change with the next run', () => {
  const history = open(2);
  history.add(job, success());
  const before = history.all();
  history.add(job, success());

  assert.equal(before.length, 1);
});

const log = [{ atMs: 0, text: 'x'.repeat(500) }];
const samples = Array.from({ length: 10 }, () => ({
  metric: 'probe_x',
  value: 1,
  labels: {},
  createdAt: undefined,
}));

test('the last runs take no more than they may, and the older ones go', () => {
  const history = open(5, { runBytes: 3 * weightOf(success({ log })) });
  for (let run = 0; run < 5; run += 1) history.add(job, success({ log }));

  assert.equal(shown(history), 's4 s3 s2');
});

test('a success for which there is no room loses what it said, and is not kept without its values', () => {
  const whole = success({ log, samples });
  const light = success({ samples });
  const kept = (runBytes: number): readonly Result[] => {
    const history = open(2, { runBytes });
    history.add(job, whole);
    return history.all().map(({ result }) => result);
  };

  assert.deepEqual(kept(weightOf(whole)), [whole]);
  assert.deepEqual(kept(weightOf(whole) - 1), [light]);
  assert.deepEqual(kept(weightOf(light) - 1), []);
});

test('runs before one for which there is no room do not pass for the last', () => {
  const history = open(2, { runBytes: weightOf(success()) });
  history.add(job, success());
  assert.equal(shown(history), 's0');

  history.add(job, success({ spans: [{ phase: 'a', about: undefined, start: 0, seconds: 0 }] }));
  assert.equal(shown(history), '');
});

test('a failure is kept in full although there is no room for it among the last runs', () => {
  const whole = failed('status', { log, samples });
  const history = open(2, { runBytes: weightOf(failed('status')) });
  history.add(job, whole);

  assert.deepEqual(history.all(), [{ id: 0, job, result: whole }]);
});

test('the failures of one target take no more than they may', () => {
  const whole = failed('status', { log });
  const history = open(5, { runBytes: 0, failureBytes: 2 * weightOf(whole) });
  for (let run = 0; run < 5; run += 1) history.add(job, whole);

  assert.equal(shown(history), 'f4 f3');
});

test('all targets together take no more than the shelf, and the oldest failures go, whosever they are', () => {
  const whole = failed('status', { log });
  const shelf = createShelf<PastRun>(3 * weightOf(whole));
  const one = open(5, { runBytes: 0, shelf });
  const other = open(5, { runBytes: 0, shelf });
  one.add(job, whole);
  one.add(job, whole);
  other.add(job, whole);
  assert.deepEqual([shown(one), shown(other)], ['f1 f0', 'f0']);

  other.add(job, whole);
  assert.deepEqual([shown(one), shown(other)], ['f1', 'f1 f0']);
});

test('a failure that left the shelf is still among the last runs, with its verdict', () => {
  const shelf = createShelf<PastRun>(weightOf(failed('status', { log })));
  const one = open(5, { runBytes: weightOf(failed('status')), shelf });
  one.add(job, failed('status', { log }));
  open(5, { shelf }).add(job, failed('tls', { log }));

  assert.deepEqual(one.all(), [{ id: 0, job, result: failed('status') }]);
});
