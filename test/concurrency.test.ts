import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concurrencyAfter } from '../src/concurrency.ts';

test('while the event loop is in time, as many runs as the config allows', () => {
  const check = (allowed: number, wanted: number): void =>
    assert.equal(concurrencyAfter(0.005, { most: 512, allowed, active: 3 }), wanted);
  check(512, 512);
  check(500, 512);
  check(100, 116);
});

test('when it is late, fewer than there are, but never so few that a few slow targets hold up the rest', () => {
  const check = (allowed: number, active: number, wanted: number): void =>
    assert.equal(concurrencyAfter(0.0051, { most: 512, allowed, active }), wanted);
  check(512, 512, 384);
  check(512, 100, 75);
  check(75, 75, 56);
  check(16, 16, 16);
  check(512, 0, 16);
});

test('what the config allows is never exceeded', () => {
  assert.equal(concurrencyAfter(1, { most: 4, allowed: 4, active: 4 }), 4);
  assert.equal(concurrencyAfter(0, { most: 4, allowed: 4, active: 4 }), 4);
});

test('from the fewest it takes well under a second to be back at the usual limit', () => {
  let allowed = 16;
  let beats = 0;
  for (; allowed < 512; beats += 1)
    allowed = concurrencyAfter(0, { most: 512, allowed, active: allowed });

  // Fifty beats are a second.
  assert.ok(beats <= 35, String(beats));
});
