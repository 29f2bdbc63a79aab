import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStopwatch } from '../src/stopwatch.ts';

const PHASES = ['resolve', 'connect', 'tls'];

/** Rounding to the nanosecond, once for each phase. */
const ROUNDING = 1e-8;

test('phases are in the order in which they were entered, and fill the time since the first', async () => {
  const { enter, stop } = startStopwatch(PHASES);
  enter('connect');
  await sleep(3);
  enter('tls');
  await sleep(3);
  const { seconds, phases, current } = stop();

  assert.deepEqual([...phases.keys()], ['connect', 'tls']);
  const sum = [...phases.values()].reduce((a, b) => a + b, 0);
  assert.ok(sum <= seconds + ROUNDING && [...phases.values()].every((one) => one > 0));
  assert.equal(current, 'tls');
});

test('a phase that is entered again continues', async () => {
  const { enter, stop } = startStopwatch(PHASES);
  enter('resolve');
  await sleep(3);
  enter('connect');
  enter('resolve');
  await sleep(3);
  const { phases, current } = stop();

  assert.deepEqual([...phases.keys()], ['resolve', 'connect']);
  assert.ok((phases.get('resolve') ?? 0) >= 0.004);
  assert.equal(current, 'resolve');
});

test('a phase that was announced and not reached is 0', () => {
  const { enter, announce, stop } = startStopwatch(PHASES);
  enter('resolve');
  announce('connect', 'tls');
  const { phases } = stop();

  assert.deepEqual([...phases.keys()], ['resolve', 'connect', 'tls']);
  assert.deepEqual([phases.get('connect'), phases.get('tls')], [0, 0]);
});

test('to announce a phase takes nothing from it', async () => {
  const { enter, announce, stop } = startStopwatch(PHASES);
  announce('resolve');
  enter('resolve');
  await sleep(3);
  announce('resolve');

  assert.ok((stop().phases.get('resolve') ?? 0) >= 0.002);
});

test('a phase that is only attempted counts once it is done', async () => {
  const failed = startStopwatch(PHASES);
  failed.attempt('resolve');
  await sleep(3);
  failed.attempt('connect');
  await sleep(3);
  const { seconds, phases, current } = failed.stop('failure');
  assert.ok(seconds >= 0.004);
  assert.ok((phases.get('resolve') ?? 0) >= 0.002);
  assert.deepEqual([phases.get('connect'), current], [0, 'connect']);

  const good = startStopwatch(PHASES);
  good.attempt('resolve');
  await sleep(3);
  assert.ok((good.stop('success').phases.get('resolve') ?? 0) >= 0.002);

  const entered = startStopwatch(PHASES);
  entered.attempt('resolve');
  entered.enter('connect');
  await sleep(3);
  assert.ok((entered.stop('failure').phases.get('connect') ?? 0) >= 0.002);
});

test('without phases there is only the whole', () => {
  const { seconds, phases, current } = startStopwatch(PHASES).stop();

  assert.ok(seconds >= 0);
  assert.deepEqual([...phases], []);
  assert.equal(current, undefined);
});

test('what was stopped does not change when the probe goes on', () => {
  const { enter, stop } = startStopwatch(PHASES);
  enter('resolve');
  const lap = stop();
  const before = new Map(lap.phases);
  enter('connect');
  stop();

  assert.deepEqual(lap.phases, before);
});

test('seconds have at most nine decimals', () => {
  const { seconds } = startStopwatch(PHASES).stop();

  assert.equal(seconds, Number(seconds.toFixed(9)));
});

test('what comes after a phase was left is part of none', async () => {
  const { enter, leave, stop } = startStopwatch(PHASES);
  enter('resolve');
  leave();
  await sleep(20);
  const { seconds, phases, current } = stop();

  assert.ok(seconds >= 0.019);
  assert.ok((phases.get('resolve') ?? 1) < 0.019);
  assert.equal(current, undefined);
});

test('a phase that is not declared is refused', () => {
  const { enter, attempt, announce } = startStopwatch(PHASES);

  assert.throws(() => enter('dialog'), /does not declare the phase "dialog"/);
  assert.throws(() => attempt('dialog'), /does not declare the phase "dialog"/);
  assert.throws(() => announce('resolve', 'dialog'), /does not declare the phase "dialog"/);
});

test('its times may be too long by as much as this thread was busy, and by nothing while it waited', async () => {
  const busy = startStopwatch(PHASES);
  const until = performance.now() + 30;
  while (performance.now() < until);
  const { seconds, errorSeconds } = busy.stop();
  assert.ok(errorSeconds >= 0.03 && errorSeconds <= seconds, String(errorSeconds));

  const idle = startStopwatch(PHASES);
  await sleep(200);
  const waited = idle.stop();
  assert.ok(waited.errorSeconds >= 0 && waited.errorSeconds < waited.seconds / 2);
});

test('each stretch tells when it began, how long it took and what it was about', async () => {
  const { enter, attempt, leave, stop } = startStopwatch(PHASES);
  enter('resolve', 'shop.example');
  enter('connect', '192.0.2.1:443');
  await sleep(3);
  leave();
  attempt('resolve', 'away.example');
  enter('connect');
  const { spans, phases } = stop('failure');

  assert.deepEqual(
    spans.map(({ phase, about }) => [phase, about]),
    [
      ['resolve', 'shop.example'],
      ['connect', '192.0.2.1:443'],
      ['resolve', 'away.example'],
      ['connect', undefined],
    ],
  );
  const ends = spans.map(({ start, seconds }) => start + seconds);
  assert.ok(spans.every(({ start }, index) => start >= (ends[index - 1] ?? 0) - ROUNDING));
  const connecting = spans.filter(({ phase }) => phase === 'connect');
  const sum = connecting.reduce((sum, { seconds }) => sum + seconds, 0);
  assert.ok(Math.abs(sum - (phases.get('connect') ?? 0)) < ROUNDING);
});

test('a phase that a failed run only attempted has no time, and is a stretch all the same', () => {
  const { attempt, stop } = startStopwatch(PHASES);
  attempt('resolve', 'shop.example');
  const { spans, phases } = stop('failure');

  assert.equal(phases.get('resolve'), 0);
  assert.deepEqual(
    spans.map(({ about }) => about),
    ['shop.example'],
  );
});

test('what a stretch was about is cut short, and stretches have a limit', () => {
  const { enter, stop } = startStopwatch(PHASES);
  for (let turn = 0; turn < 1000; turn += 1) enter('tls', 'x'.repeat(1000));
  const { spans } = stop();

  assert.equal(spans.length, 200);
  assert.equal(spans[0]?.about?.length, 200);
});

test('in the midst of a run there is the phase that goes on, too', async () => {
  const { enter, leave, soFar } = startStopwatch(PHASES);
  assert.deepEqual(soFar(), []);
  enter('resolve', 'shop.example');
  enter('connect');
  await sleep(3);

  const [resolve, connect, ...more] = soFar();
  assert.deepEqual([resolve?.phase, resolve?.about, more], ['resolve', 'shop.example', []]);
  assert.equal(connect?.phase, 'connect');
  assert.ok((connect?.seconds ?? 0) >= 0.002);
  leave();
  assert.deepEqual(
    soFar().map(({ phase }) => phase),
    ['resolve', 'connect'],
  );
});
