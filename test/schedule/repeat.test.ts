import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repeat } from '../../src/schedule/repeat.ts';
import { createClock } from '../support/clock.ts';

const START_MS = 1_795_255_501_733;

test('calls come at once and then in step, however late single ones are', async () => {
  const clock = createClock(START_MS);
  const calls: number[] = [];

  const stop = repeat(clock, 1000, () => calls.push(clock.now() - START_MS));
  await clock.advance(2000);
  clock.stall(300);
  await clock.advance(1700);
  stop();
  await clock.advance(5000);

  assert.deepEqual(calls, [0, 1000, 2000, 3000, 4000]);
  assert.equal(clock.pending(), 0);
});

test('what was missed while the process slept is left out', async () => {
  const clock = createClock(START_MS);
  const calls: number[] = [];

  repeat(clock, 1000, () => calls.push(clock.now() - START_MS));
  clock.stall(4400);
  await clock.advance(2000);

  assert.deepEqual(calls, [0, 4400, 5000, 6000]);
});

test('a clock that is set back by an hour does not stop it', async () => {
  const clock = createClock(START_MS);
  let calls = 0;

  repeat(clock, 1000, () => {
    calls += 1;
  });
  clock.set(START_MS - 3_600_000);
  await clock.advance(5000);

  assert.ok(calls >= 5, String(calls));
});

test('a call may end it', async () => {
  const clock = createClock(START_MS);
  let calls = 0;
  const stop = repeat(clock, 1000, () => {
    calls += 1;
    if (calls === 2) stop();
  });

  await clock.advance(5000);

  assert.equal(calls, 2);
});
