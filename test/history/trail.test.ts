import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REASONS } from '../../src/failure.ts';
import { Trail } from '../../src/history/trail.ts';
import { failed, success } from '../support/test-result.ts';

const PHASES = ['resolve', 'connect', 'read'];

test('a trail that nobody went has no points', () => {
  const trail = new Trail(3, PHASES);

  assert.deepEqual([trail.points(), trail.last(), trail.lastRun()], [[], undefined, undefined]);
});

test('a point says when, how long, and why a run failed and where', () => {
  const trail = new Trail(9, PHASES);
  trail.add(success({ startedAtMs: 1000, seconds: 0.25 }));
  trail.add(failed('status', { startedAtMs: 2000, seconds: 0.5, phase: 'read' }));
  trail.add(failed('internal', { startedAtMs: 3000, seconds: 0, ownTrouble: true }));
  trail.skip(4000);

  assert.deepEqual(trail.points(), [
    { state: 'up', startedAtMs: 1000, seconds: 0.25 },
    { state: 'down', startedAtMs: 2000, seconds: 0.5, reason: 'status', phase: 'read' },
    { state: 'unknown', startedAtMs: 3000, seconds: 0, reason: 'internal' },
    { state: 'skipped', startedAtMs: 4000, seconds: 0 },
  ]);
});

test('every reason in every phase is told apart', () => {
  const all = REASONS.flatMap((reason) =>
    [undefined, ...PHASES].map((phase) => ({ reason, phase })),
  );
  const trail = new Trail(all.length, PHASES);
  for (const { reason, phase } of all) trail.add(failed(reason, { phase }));

  assert.deepEqual(
    trail.points().map(({ reason, phase }) => ({ reason, phase })),
    all,
  );
});

test('the oldest points give way to new ones', () => {
  const trail = new Trail(3, PHASES);
  for (let run = 1; run <= 7; run += 1) trail.add(success({ startedAtMs: run }));

  assert.deepEqual(
    trail.points().map(({ startedAtMs }) => startedAtMs),
    [5, 6, 7],
  );
  assert.equal(trail.last()?.startedAtMs, 7);
});

test('the last run is the last that took place', () => {
  const trail = new Trail(3, PHASES);
  trail.skip(1);
  assert.equal(trail.lastRun(), undefined);

  trail.add(success({ startedAtMs: 2 }));
  trail.skip(3);
  trail.skip(4);
  assert.deepEqual([trail.lastRun()?.startedAtMs, trail.last()?.startedAtMs], [2, 4]);

  trail.skip(5);
  assert.equal(trail.lastRun(), undefined);
});
