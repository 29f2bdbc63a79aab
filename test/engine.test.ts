import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { setImmediate as settled, setTimeout as sleep } from 'node:timers/promises';
import type { ListedTarget } from '../src/config/config.ts';
import { createEngine, type Engine, type Run } from '../src/engine.ts';
import { text } from '../src/exposition/text.ts';
import { familiesOf } from '../src/metrics/families.ts';
import { failure, type Probe } from '../src/probe.ts';
import type { Result } from '../src/result.ts';
import { offsetWithin } from '../src/schedule/offset.ts';
import type { Shortfall } from '../src/schedule/pace.ts';
import { createClock, type FakeClock } from './support/clock.ts';
import { testConfig, testTarget } from './support/test-config.ts';
import { testJob } from './support/test-job.ts';
import { noNetwork } from './support/test-network.ts';
import { gatedProbe, testProbe } from './support/test-probe.ts';

const START = 1_600_000_200_000;
const stays = new AbortController().signal;

interface Plant {
  readonly engine: Engine;
  readonly clock: FakeClock;
  readonly told: Run[];
  readonly waits: number[];
  readonly lags: number[];
  readonly shortfalls: Shortfall[];
}

async function build(targets: readonly ListedTarget[] = []): Promise<Plant> {
  const clock = createClock(START);
  const told: Run[] = [];
  const waits: number[] = [];
  const lags: number[] = [];
  const shortfalls: Shortfall[] = [];
  let next = 0;
  const engine = createEngine({
    clock,
    network: () => noNetwork,
    nextId: () => next++,
    observe: {
      lag: (seconds) => void lags.push(seconds),
      wait: (seconds) => void waits.push(seconds),
      result: (run) => void told.push(run),
      shortfall: (shortfall) => void shortfalls.push(shortfall),
    },
  });
  await engine.apply(testConfig(targets));
  return { engine, clock, told, waits, lags, shortfalls };
}

/** The lines of scheduled targets that begin so. */
function scheduled(engine: Engine, start: string): readonly string[] {
  const families = familiesOf(engine.scheduled());
  const lines = [...text(families, { created: true })].join('').split('\n');
  return lines.filter((line) => line.startsWith(start));
}

function reasonOf(result: Result | undefined): string | undefined {
  return result?.outcome === 'failure' ? result.reason : result?.outcome;
}

const passing = testProbe(async () => {});

/** Tells one count after the other, with a start if there is one. */
function counting(counts: readonly (readonly [number, number?])[]): Probe {
  let next = 0;
  return testProbe(
    async ({ observe }) => {
      const [value = 0, createdAt] = counts[next] ?? [];
      next += 1;
      observe('hits_total', value, { createdAt });
    },
    { hits_total: { type: 'counter', help: 'Hits.' } },
  );
}

test('a listed target runs at its offset, and the results are there for the next scrape', async () => {
  const { engine, clock, told, lags, waits } = await build([testTarget('shop', passing)]);
  assert.deepEqual(scheduled(engine, 'probe_success'), []);
  await clock.advance(offsetWithin(10_000, 'shop') - 1);
  assert.equal(told.length, 0);
  await clock.advance(1);

  const labels = 'target="shop",module="test",instance="shop.example"';
  assert.deepEqual(scheduled(engine, 'probe_success'), [`probe_success{${labels}} 1`]);
  assert.deepEqual(scheduled(engine, 'probe_target_info'), [
    `probe_target_info{${labels},interval="10s"} 1`,
  ]);
  await clock.advance(90_000);
  assert.deepEqual(scheduled(engine, 'probe_runs_total'), [
    `probe_runs_total{${labels},outcome="success"} 10`,
    `probe_runs_total{${labels},outcome="failure"} 0`,
  ]);
  assert.deepEqual([told.length, lags.length, waits.length], [10, 10, 10]);
});

test('a target that hangs delays nobody and is counted', async () => {
  const { probe } = gatedProbe();
  const { engine, clock } = await build([
    testTarget('hanging', probe),
    testTarget('shop', passing),
  ]);
  await clock.advance(100_000);

  assert.match(String(scheduled(engine, 'probe_runs_total{target="shop"')), /success"} 10,/);
  assert.match(String(scheduled(engine, 'probe_runs_skipped_total{target="hanging"')), / 9$/);
  engine.close();
});

test('runs for which there is no room are a shortfall, and a target that hangs alone is none', async () => {
  const { probe } = gatedProbe();
  const hanging = await build([testTarget('hanging', probe), testTarget('shop', passing)]);
  await hanging.clock.advance(100_000);
  assert.deepEqual(hanging.shortfalls, []);

  const crowded = await build();
  const targets = [testTarget('hanging', probe), testTarget('shop', passing)];
  await crowded.engine.apply({ ...testConfig(targets), limits: { concurrency: 1 } });
  await crowded.clock.advance(100_000);
  assert.ok(crowded.shortfalls.length > 0);
  for (const { duePerSecond, madePerSecond } of crowded.shortfalls)
    assert.ok(duePerSecond > madePerSecond);
  hanging.engine.close();
  crowded.engine.close();
});

test('a reload leaves unchanged targets their phase, counters, created timestamps, runs and history', async () => {
  const { probe, runs } = gatedProbe();
  const targets = [testTarget('shop', probe), testTarget('clock', passing)];
  const { engine, clock } = await build(targets);
  await clock.advance(10_000);
  const before = scheduled(engine, 'probe_');
  const known = engine.targets();
  clock.stall(1000);
  await engine.apply(
    testConfig([testTarget('new', passing), ...targets.map((target) => structuredCloneOf(target))]),
  );
  const after = scheduled(engine, 'probe_');

  for (const line of before) assert.ok(after.includes(line), line);
  assert.equal(engine.targets()[1], known[0]);
  assert.equal(engine.targets()[2], known[1]);
  assert.equal(runs[0]?.context.signal.aborted, false);
  runs[0]?.succeed();
  await clock.advance(offsetWithin(10_000, 'shop') - 1000);
  assert.equal(runs.length, 2, 'the same phase');
  runs[1]?.succeed();
  await clock.advance(0);
  assert.match(String(scheduled(engine, 'probe_runs_total{target="shop"')), /success"} 2,/);
});

/** As another reading of the same file would give it. */
function structuredCloneOf(target: ListedTarget): ListedTarget {
  return { ...target, module: { ...target.module }, labels: { ...target.labels } };
}

test('a target that is changed or gone is canceled, and a changed one starts again', async () => {
  const { probe, runs } = gatedProbe();
  const { engine, clock, told } = await build([
    testTarget('shop', probe),
    testTarget('gone', probe),
  ]);
  await clock.advance(10_000);
  const changed = testTarget('shop', passing, { fingerprint: 'other' });
  await engine.apply(testConfig([changed]));
  await settled();

  assert.deepEqual(
    runs.map(({ context }) => context.signal.aborted),
    [true, true],
  );
  assert.deepEqual(
    told.map(({ result }) => reasonOf(result)),
    ['canceled', 'canceled'],
  );
  assert.deepEqual(scheduled(engine, 'probe_success'), []);
  assert.deepEqual(
    engine.targets()[0]?.chronicle.runs.all(),
    [],
    'the old run is not one of the new target',
  );
  await clock.advance(10_000);
  assert.match(String(scheduled(engine, 'probe_runs_total')), /success"} 1,.*failure"} 0$/);
});

async function checkMemory(more: Partial<ListedTarget>, isSame: boolean): Promise<void> {
  const { engine } = await build([testTarget('shop', passing)]);
  const [before] = engine.targets();
  await engine.apply(testConfig([{ ...testTarget('shop', passing), ...more }]));

  assert.equal(engine.targets()[0]?.chronicle === before?.chronicle, isSame);
}

test('what was seen of a target is kept as long as the same prober asks the same address', async () => {
  const { module } = testTarget('shop', passing, { fingerprint: 'other', timeoutMs: 1000 });
  await checkMemory({ intervalMs: 20_000, labels: { team: 'web' }, module }, true);
  await checkMemory({ module: { ...module, name: 'other' } }, true);
  await checkMemory({ text: 'other.example' }, false);
  await checkMemory({ module: { ...module, probe: { ...passing, name: 'other' } } }, false);
  await checkMemory({ module: { ...module, probe: { ...passing, phases: ['first'] } } }, false);
});

async function checkRestart(name: string, more: Partial<ListedTarget>): Promise<void> {
  const { engine } = await build([testTarget('shop', passing)]);
  const [before] = engine.targets();
  await engine.apply(testConfig([{ ...testTarget('shop', passing), ...more }]));

  assert.notEqual(engine.targets()[0], before, name);
}

test('whatever changes what a target is makes it a new one', async () => {
  await checkRestart('text', { text: 'other.example' });
  await checkRestart('interval', { intervalMs: 20_000 });
  await checkRestart('mode', { intervalMs: 'scrape' });
  await checkRestart('labels', { labels: { team: 'web' } });
});

test('new buckets start the histograms again', async () => {
  const { engine } = await build([testTarget('shop', passing)]);
  const exposition = { created: 'all', buckets: [7] } as const;
  await engine.apply(testConfig([testTarget('shop', passing)], { exposition }));

  const bounds = scheduled(engine, 'probe_latency_seconds_bucket').map(
    (line) => /,le="([^"]*)"/.exec(line)?.[1],
  );
  assert.deepEqual(bounds, ['7.0', '+Inf']);
});

test('a target that moves from the schedule to the scrape leaves the schedule', async () => {
  const { engine, clock, told } = await build([testTarget('shop', passing)]);
  await clock.advance(10_000);
  await engine.apply(testConfig([testTarget('shop', passing, { intervalMs: 'scrape' })]));
  await clock.advance(100_000);

  assert.deepEqual([told.length, clock.pending()], [1, 0]);
  assert.deepEqual(scheduled(engine, ''), ['']);
});

test('the scrape runs its targets at once and in the order of the config, and only those', async () => {
  const { probe, runs } = gatedProbe();
  const names = ['a', 'b', 'c'];
  const { engine } = await build([
    testTarget('scheduled', passing),
    ...names.map((name) => testTarget(name, probe, { intervalMs: 'scrape' })),
  ]);
  const scrape = engine.scrape(3000, stays);
  await settled();
  assert.equal(runs.length, 3);
  runs[2]?.succeed();
  runs[0]?.fail(failure('status', 'no'));
  runs[1]?.succeed();

  const found = await scrape;
  assert.deepEqual(
    found.map(({ job, result }) => [job.name, reasonOf(result)]),
    [
      ['a', 'status'],
      ['b', 'success'],
      ['c', 'success'],
    ],
  );
  // Less where the machine let it wait for its turn.
  for (const { result } of found)
    assert.ok(result.timeoutSeconds > 2 && result.timeoutSeconds <= 3, `${result.timeoutSeconds}`);
});

test("a scrape takes no longer than it may, and no target longer than its module's timeout", async () => {
  const { probe } = gatedProbe();
  const { engine } = await build([testTarget('hanging', probe, { intervalMs: 'scrape' })]);
  const [run] = await engine.scrape(20, stays);

  assert.equal(reasonOf(run?.result), 'timeout');
  // Less where the machine let it wait for its turn.
  const { timeoutSeconds = 0 } = run?.result ?? {};
  assert.ok(timeoutSeconds > 0 && timeoutSeconds <= 0.02, `got ${timeoutSeconds}`);
  const patient = engine.scrape(60_000, stays);
  engine.close();
  assert.equal((await patient)[0]?.result.timeoutSeconds, 5);
});

test('two scrapers share their runs, and the one who hangs up takes nothing from the other', async () => {
  const { probe, runs } = gatedProbe();
  const names = ['a', 'b'];
  const { engine, told } = await build(
    names.map((name) => testTarget(name, probe, { intervalMs: 'scrape' })),
  );
  const leaver = new AbortController();
  const left = engine.scrape(3000, leaver.signal);
  await settled();
  const stayed = engine.scrape(3000, stays);
  leaver.abort();
  await settled();
  assert.equal(runs.length, 2);
  for (const { succeed } of runs) succeed();

  assert.deepEqual(
    (await stayed).map(({ result }) => reasonOf(result)),
    ['success', 'success'],
  );
  await left;
  assert.equal(told.length, 2, 'a shared run counts once');
  assert.deepEqual(getEventListeners(leaver.signal, 'abort'), []);
});

test('who asks for a scheduled target while it runs joins, and hanging up does not end the scheduled run', async () => {
  const { probe, runs } = gatedProbe();
  const { engine, clock } = await build([testTarget('shop', probe)]);
  await clock.advance(10_000);
  const [shop] = engine.targets();
  assert.ok(shop);
  const leaver = new AbortController();
  const asked = engine.ask(shop.job, { signal: leaver.signal, patienceMs: 60_000 });
  leaver.abort();
  await settled();
  assert.deepEqual([runs.length, runs[0]?.context.signal.aborted], [1, false]);
  runs[0]?.succeed();
  await asked;
  await clock.advance(0);

  assert.match(String(scheduled(engine, 'probe_runs_total')), /success"} 1,/);
});

test('a scheduled run that is canceled does not end the run of those who asked', async () => {
  const { probe, runs } = gatedProbe();
  const { engine, clock } = await build([testTarget('shop', probe)]);
  await clock.advance(10_000);
  const [shop] = engine.targets();
  assert.ok(shop);
  const asked = engine.ask(shop.job, { signal: stays, patienceMs: 60_000 });
  const stopped = engine.stopSchedule();
  await settled();
  runs[0]?.succeed();
  await stopped;

  assert.equal(reasonOf(await asked), 'success');
});

test('what is asked of a listed target does not count as one of its scheduled runs', async () => {
  const { engine, told } = await build([testTarget('shop', passing)]);
  const [shop] = engine.targets();
  assert.ok(shop);
  await engine.ask(shop.job, { signal: stays, patienceMs: 60_000 });

  assert.equal(told.length, 1);
  assert.equal(shop.chronicle.runs.all().length, 1, 'but one can read about it');
  assert.match(String(scheduled(engine, 'probe_runs_total')), /success"} 0,/);
});

test('a job that comes with a request is told of and belongs to no target', async () => {
  const { engine, told } = await build([testTarget('shop', passing)]);
  const result = await engine.ask(testJob(passing), { signal: stays, patienceMs: 60_000 });

  assert.deepEqual(
    told.map((run) => run.result),
    [result],
  );
  assert.deepEqual(engine.targets()[0]?.chronicle.runs.all(), []);
});

function createdOf(engine: Engine): string | undefined {
  return scheduled(engine, 'hits_created')[0]?.split(' ')[1];
}

test('a start that the target tells stays put over runs, scrapes and reloads and moves with a restart', async () => {
  const probe = counting([
    [5, 1_500_000_000.25],
    [6, 1_500_000_000.25],
    [7, 1_500_000_000.25],
    [1, 1_600_000_000.5],
  ]);
  const { engine, clock } = await build([testTarget('shop', probe)]);
  for (let run = 1; run <= 3; run += 1) {
    await clock.advance(10_000);
    assert.equal(createdOf(engine), '1500000000.25');
    assert.equal(createdOf(engine), '1500000000.25');
    await engine.apply(testConfig([testTarget('shop', probe)]));
    assert.equal(createdOf(engine), '1500000000.25');
  }
  await clock.advance(10_000);

  assert.equal(createdOf(engine), '1600000000.5');
});

test('a fall without a newer start is a reset at the run that saw it, and stays there over reloads', async () => {
  const probe = counting([[9], [2], [3]]);
  const { engine, clock, told } = await build([testTarget('shop', probe)]);
  await clock.advance(10_000);
  assert.equal(createdOf(engine), undefined);
  await clock.advance(10_000);
  const seenAt = String((told[1]?.result.startedAtMs ?? 0) / 1000);
  assert.equal(createdOf(engine), seenAt);
  await engine.apply(testConfig([testTarget('shop', probe), testTarget('new', passing)]));
  await clock.advance(10_000);

  assert.equal(createdOf(engine), seenAt);
});

test('a reset that was seen stays put when the settings of its target change, but not when the target does', async () => {
  const probe = counting([[9], [2], [3], [4], [5]]);
  const { engine, clock, told } = await build([testTarget('shop', probe)]);
  await clock.advance(20_000);
  const seenAt = String((told[1]?.result.startedAtMs ?? 0) / 1000);
  await engine.apply(testConfig([testTarget('shop', probe, { intervalMs: 5000 })]));
  await clock.advance(5000);
  assert.equal(createdOf(engine), seenAt);
  await engine.apply(testConfig([testTarget('shop', probe, { text: 'other.example' })]));
  await clock.advance(10_000);

  assert.equal(createdOf(engine), undefined);
});

test('a reset is seen from scrape to scrape as well', async () => {
  const probe = counting([[9], [2], [3]]);
  const { engine } = await build([testTarget('shop', probe, { intervalMs: 'scrape' })]);
  const created: unknown[] = [];
  for (let run = 0; run < 3; run += 1) {
    const [found] = await engine.scrape(3000, stays);
    created.push(found?.result.samples[0]?.createdAt);
    // Two runs within one millisecond would count as one beside the other.
    await sleep(3);
  }

  assert.equal(created[0], undefined);
  assert.ok(created[1] !== undefined);
  assert.deepEqual(created[2], created[1]);
});

test('the limit is for the whole process and changes with a reload', async () => {
  const { probe, runs } = gatedProbe();
  const names = ['a', 'b', 'c'];
  const targets = names.map((name) => testTarget(name, probe, { intervalMs: 'scrape' }));
  const { engine } = await build();
  await engine.apply(testConfig(targets, { limits: { concurrency: 1 } }));
  const scrape = engine.scrape(3000, stays);
  await settled();
  assert.deepEqual([engine.active(), engine.waiting(), runs.length], [1, 2, 1]);
  await engine.apply(testConfig(targets, { limits: { concurrency: 2 } }));
  await settled();
  assert.deepEqual([engine.active(), engine.waiting(), runs.length], [2, 1, 2]);
  engine.close();
  await scrape;
});

test('a large config lets others work while it is applied, and nobody sees a part of it', async () => {
  const { engine } = await build([testTarget('shop', passing)]);
  const many = Array.from({ length: 3000 }, (_, at) => testTarget(`t${at}`, passing));
  const seen = new Set<number>();
  let next: NodeJS.Immediate | undefined;
  const look = (): void => {
    seen.add(engine.targets().length);
    next = setImmediate(look);
  };
  look();
  await engine.apply(testConfig(many));
  clearImmediate(next);

  assert.deepEqual([...seen], [1, 3000]);
});

test('when the schedule has stopped nothing starts any more, and close cancels what is left', async () => {
  const { probe, runs } = gatedProbe();
  const { engine, clock } = await build([testTarget('shop', probe)]);
  await clock.advance(10_000);
  await engine.stopSchedule();
  assert.equal(runs[0]?.context.signal.aborted, true);
  await engine.apply(testConfig([testTarget('shop', probe), testTarget('new', probe)]));
  await clock.advance(100_000);
  assert.deepEqual([runs.length, clock.pending()], [1, 0]);
  const asked = engine.ask(testJob(probe), { signal: stays, patienceMs: 60_000 });
  await settled();
  engine.close();

  assert.equal(reasonOf(await asked), 'canceled');
});
