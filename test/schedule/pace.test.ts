import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Shortfall, watchPace } from '../../src/schedule/pace.ts';

function open() {
  let nowMs = 1_000_000;
  const said: Shortfall[] = [];
  const pace = watchPace(
    () => nowMs,
    (shortfall) => void said.push(shortfall),
  );
  return { ...pace, said, wait: (ms: number) => void (nowMs += ms) };
}

test('a schedule that is kept is nothing to talk about', () => {
  const { made, said, wait } = open();
  for (let run = 0; run < 100; run += 1) {
    made();
    wait(1000);
  }

  assert.deepEqual(said, []);
});

test('once in half a minute it says how much is due and how much is made', () => {
  const { made, missed, said, wait } = open();
  for (let second = 0; second < 61; second += 1) {
    wait(1000);
    made();
    missed(2);
  }

  assert.deepEqual(said, [
    { duePerSecond: 88 / 30, madePerSecond: 30 / 30 },
    { duePerSecond: 90 / 30, madePerSecond: 30 / 30 },
  ]);
});

test('a clock that is set back starts a new half minute', () => {
  const { made, missed, said, wait } = open();
  missed(5);
  wait(-3_600_000);
  made();
  wait(30_000);
  made();

  assert.deepEqual(said, []);
});
