import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setImmediate as settled, setTimeout as sleep } from 'node:timers/promises';
import { createFlights, type Flights } from '../src/flights.ts';
import type { Job } from '../src/job.ts';
import { failure } from '../src/probe.ts';
import type { Result } from '../src/result.ts';
import { testJob } from './support/test-job.ts';
import { noNetwork } from './support/test-network.ts';
import { type GatedRun, gatedProbe } from './support/test-probe.ts';

interface Airport {
  readonly flights: Flights;
  readonly runs: readonly GatedRun[];
  /** What was told of every result. */
  readonly ended: Result[];
  readonly waits: number[];
  job(this: void, key: string, more?: Partial<Job>): Job;
}

function open(concurrency: number, isSeen = true): Airport {
  const { probe, runs } = gatedProbe();
  const ended: Result[] = [];
  const waits: number[] = [];
  const flights = createFlights({
    isSeen: () => isSeen,
    network: () => noNetwork,
    onStart: (seconds) => void waits.push(seconds),
    onEnd(_job, result) {
      ended.push(result);
      return result;
    },
  });
  flights.setConcurrency(concurrency);
  return { flights, runs, ended, waits, job: (key, more) => testJob(probe, { key, ...more }) };
}

const stays = { signal: new AbortController().signal, patienceMs: 60_000 };
const unhurried = { ...stays, patienceMs: Number.POSITIVE_INFINITY };

function reasonOf(result: Result): string {
  return result.outcome === 'success' ? 'success' : result.reason;
}

test('two who ask for the same job while it runs share that run', async () => {
  const { flights, runs, ended, job } = open(9);
  const first = flights.run(job('a'), stays);
  await settled();
  const second = flights.run(job('a'), unhurried);
  await settled();
  assert.equal(runs.length, 1);
  runs[0]?.succeed();

  assert.equal(await first, await second);
  assert.equal(ended.length, 1, 'a shared run counts once');
});

test('who asks after the run has ended gets a new one', async () => {
  const { flights, runs, job } = open(9);
  const first = flights.run(job('a'), stays);
  await settled();
  runs[0]?.succeed();
  await first;
  const second = flights.run(job('a'), stays);
  await settled();
  runs[1]?.fail(failure('status', 'no'));

  assert.equal(reasonOf(await second), 'status');
});

test('other jobs, and other deadlines, are other runs', async () => {
  const { flights, runs, job } = open(9);
  const all = [
    flights.run(job('a'), stays),
    flights.run(job('b'), stays),
    flights.run(job('a', { timeoutMs: 5000 }), stays),
  ];
  await settled();
  assert.equal(runs.length, 3);
  for (const { succeed } of runs) succeed();
  await Promise.all(all);
});

test("nobody's disconnect cancels another's run", async () => {
  const { flights, runs, job } = open(9);
  const leaver = new AbortController();
  const first = flights.run(job('a'), { signal: leaver.signal, patienceMs: 60_000 });
  const second = flights.run(job('a'), stays);
  await settled();
  leaver.abort();
  await settled();
  assert.equal(runs[0]?.context.signal.aborted, false);
  runs[0]?.succeed();

  assert.equal(reasonOf(await second), 'success');
  assert.equal(reasonOf(await first), 'success');
});

test('a run is canceled once everybody has left, and the next who asks gets a new one', async () => {
  const { flights, runs, job } = open(9);
  const [one, other] = [new AbortController(), new AbortController()];
  const left = [one, other].map(({ signal }) =>
    flights.run(job('a'), { signal, patienceMs: 60_000 }),
  );
  await settled();
  one.abort();
  other.abort();
  const next = flights.run(job('a'), stays);
  await settled();
  assert.deepEqual((await Promise.all(left)).map(reasonOf), ['canceled', 'canceled']);
  assert.equal(runs.length, 2);
  runs[1]?.succeed();

  assert.equal(reasonOf(await next), 'success');
});

test('a run that was given up ends without a trace in the one that took its place', async () => {
  const { flights, runs, job } = open(9);
  const leaver = new AbortController();
  const left = flights.run(job('a'), { signal: leaver.signal, patienceMs: 60_000 });
  await settled();
  leaver.abort();
  const next = flights.run(job('a'), stays);
  await left;
  await settled();
  const joined = flights.run(job('a'), stays);
  await settled();
  assert.equal(runs.length, 2);
  runs[1]?.succeed();

  assert.equal(await joined, await next);
});

test('who has left before asking does not start a run', async () => {
  const { flights, runs, job } = open(9);
  const result = await flights.run(job('a'), { signal: AbortSignal.abort(), patienceMs: 60_000 });

  assert.equal(reasonOf(result), 'canceled');
  assert.equal(runs.length, 0);
});

test('who has left before asking does not cancel those who wait', async () => {
  const { flights, runs, job } = open(9);
  const first = flights.run(job('a'), stays);
  await settled();
  const gone = flights.run(job('a'), { signal: AbortSignal.abort(), patienceMs: 60_000 });
  await settled();
  runs[0]?.succeed();

  assert.deepEqual([await first, await gone].map(reasonOf), ['success', 'success']);
});

test('no more runs are under way than there are places', async () => {
  const { flights, runs, job } = open(2);
  const all = ['a', 'b', 'c', 'd'].map((key) => flights.run(job(key), stays));
  await settled();
  assert.deepEqual([flights.active(), flights.waiting(), runs.length], [2, 2, 2]);
  runs[0]?.succeed();
  await settled();
  assert.deepEqual([flights.active(), flights.waiting(), runs.length], [2, 1, 3]);
  runs[1]?.succeed();
  runs[2]?.succeed();
  await settled();
  runs[3]?.succeed();
  await Promise.all(all);
  await settled();

  assert.deepEqual([flights.active(), flights.waiting()], [0, 0]);
});

test('more places let those in who wait', async () => {
  const { flights, runs, job } = open(1);
  const all = ['a', 'b', 'c'].map((key) => flights.run(job(key), stays));
  await settled();
  flights.setConcurrency(3);
  await settled();
  assert.equal(runs.length, 3);
  for (const { succeed } of runs) succeed();
  await Promise.all(all);
});

test('waiting for a place is told apart and never counted as latency', async () => {
  const { flights, runs, waits, job } = open(1);
  const first = flights.run(job('a'), unhurried);
  const second = flights.run(job('b'), unhurried);
  await sleep(30);
  const freedAt = performance.now();
  runs[0]?.succeed();
  await settled();
  runs[1]?.succeed();
  const { seconds, timeoutSeconds } = await second;
  const ownSeconds = (performance.now() - freedAt) / 1000;
  await first;

  assert.ok((waits[1] ?? 0) >= 0.029, `waited ${waits[1]} s`);
  assert.ok(seconds <= ownSeconds, `${seconds} s of ${ownSeconds} s`);
  assert.equal(timeoutSeconds, 60, 'a scheduled run has its whole timeout');
});

test('the wait is taken off the time that the scraper has left', async () => {
  const { flights, runs, waits, job } = open(1);
  const first = flights.run(job('a'), stays);
  const second = flights.run(job('b'), { ...stays, patienceMs: 9000 });
  await sleep(20);
  runs[0]?.succeed();
  await settled();
  runs[1]?.succeed();
  const { timeoutSeconds } = await second;
  await first;

  assert.equal(timeoutSeconds.toFixed(6), (9 - (waits[1] ?? 0)).toFixed(6));
});

test('a target has its whole timeout after a wait, if the scraper has the time', async () => {
  const { flights, runs, job } = open(1);
  const first = flights.run(job('a'), stays);
  const second = flights.run(job('b', { timeoutMs: 5000 }), stays);
  await sleep(20);
  runs[0]?.succeed();
  await settled();
  runs[1]?.succeed();
  const { timeoutSeconds } = await second;
  await first;

  assert.equal(timeoutSeconds, 5);
});

test('a run for which no time is left does not start, and the target is not blamed', async () => {
  const { flights, runs, job } = open(1);
  const first = flights.run(job('a'), stays);
  const second = flights.run(job('b'), { ...stays, patienceMs: 10 });
  await sleep(20);
  runs[0]?.succeed();
  const result = await second;
  await first;

  assert.equal(runs.length, 1);
  assert.ok(result.outcome === 'failure' && result.ownTrouble);
  assert.equal(result.reason, 'canceled');
  assert.match(result.detail, /^waited 0\.\d+ s for a free place/);
  assert.equal(result.timeoutSeconds, 0);
});

test('who leaves while waiting for a place never starts', async () => {
  const { flights, runs, job } = open(1);
  const leaver = new AbortController();
  const first = flights.run(job('a'), stays);
  const second = flights.run(job('b'), { signal: leaver.signal, patienceMs: 60_000 });
  await settled();
  leaver.abort();
  runs[0]?.succeed();

  assert.deepEqual([await first, await second].map(reasonOf), ['success', 'canceled']);
  assert.equal(runs.length, 1);
});

test('close cancels every run, those that wait, and those that come later', async () => {
  const { flights, runs, job } = open(1);
  const all = ['a', 'b'].map((key) => flights.run(job(key), stays));
  await settled();
  flights.close();
  all.push(flights.run(job('c'), stays), flights.run(job('a'), stays));

  assert.deepEqual((await Promise.all(all)).map(reasonOf), Array(4).fill('canceled'));
  assert.equal(runs.length, 1);
  const [first] = await Promise.all(all);
  assert.ok(first?.outcome === 'failure');
  assert.equal(first.detail, 'the exporter is shutting down');
});

test('a run that is under way can be looked at by whoever asks for the same', async () => {
  const { flights, runs, job } = open(1);
  const first = flights.run(job('a'), stays);
  const second = flights.run(job('b'), stays);
  await settled();
  const { context } = runs[0] ?? {};
  context?.enter('first', 'about it');
  context?.debug('said');
  context?.show({ kind: 'sent', text: 'hello' });
  context?.show({ kind: 'received', text: () => '' });

  const seen = flights.soFar(job('a'));
  assert.deepEqual(
    seen?.spans.map(({ phase, about }) => [phase, about]),
    [['first', 'about it']],
  );
  assert.deepEqual(
    [seen?.log[0]?.text, seen?.evidence],
    ['said', [{ kind: 'sent', text: 'hello' }]],
  );
  assert.equal(flights.soFar(job('b')), undefined, 'it waits for its place');
  assert.equal(flights.soFar(job('a', { timeoutMs: 1 })), undefined, 'it is another run');
  runs[0]?.fail(new Error('no'));
  await first;
  assert.equal(flights.soFar(job('a')), undefined);
  await settled();
  runs[1]?.succeed();
  await second;
});

test('of a run that nobody will look at nothing is kept for it', async () => {
  for (const isSeen of [true, false]) {
    const { flights, runs, job } = open(1, isSeen);
    const result = flights.run(job('a'), stays);
    await settled();
    runs[0]?.context.show({ kind: 'sent', text: 'hello' });
    assert.equal(flights.soFar(job('a')) !== undefined, isSeen);
    runs[0]?.succeed();

    assert.equal((await result).evidence.length, isSeen ? 1 : 0);
  }
});

test('callers leave no listener behind', async () => {
  const { flights, runs, job } = open(9);
  const { signal } = new AbortController();
  const all = ['a', 'a', 'b'].map((key) => flights.run(job(key), { signal, patienceMs: 60_000 }));
  await settled();
  assert.equal(getEventListeners(signal, 'abort').length, 3);
  runs[0]?.succeed();
  runs[1]?.fail(new Error('no'));
  await Promise.all(all);

  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('while the event loop is late fewer runs are under way, and the others wait their turn', async () => {
  const { flights, runs, job } = open(64);
  const all = Array.from({ length: 64 }, (_, index) => job(String(index)));
  const first = Promise.all(all.map((one) => flights.run(one, unhurried)));
  await settled();
  assert.equal(flights.active(), 64);

  for (let beat = 0; beat < 20; beat += 1) flights.heed(0.1);
  for (const { succeed } of runs) succeed();
  await first;
  const late = all.map((one) => flights.run(one, unhurried));
  await settled();
  assert.deepEqual([flights.active(), flights.waiting()], [16, 48]);

  for (let beat = 0; beat < 3; beat += 1) flights.heed(0);
  await settled();
  assert.deepEqual([flights.active(), flights.waiting()], [64, 0]);
  for (const { succeed } of runs) succeed();
  await Promise.all(late);
});
