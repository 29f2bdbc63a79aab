import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agoWords, durationWords } from '../../src/account/durations.ts';

test('a duration is said in its two largest units, the second only while it says something', () => {
  const check = (seconds: number, wanted: string) => assert.equal(durationWords(seconds), wanted);

  check(0, '0 s');
  check(0.9, '0 s');
  check(1, '1 s');
  check(59.99, '59 s');
  check(60, '1 min');
  check(61, '1 min 1 s');
  check(599, '9 min 59 s');
  check(725, '12 min');
  check(3600, '1 h');
  check(3 * 3600 + 5 * 60 + 59, '3 h 5 min');
  check(10 * 3600 + 59 * 60, '10 h');
  check(86_400, '1 day');
  check(86_400 + 3600, '1 day 1 h');
  check(2 * 86_400 - 1, '1 day 23 h');
  check(45.5 * 86_400, '45 days');
  check(-61, '1 min 1 s');
});

test('a moment is said as seen from now, before and after', () => {
  const now = 1_000_000;
  const check = (atMs: number, wanted: string) => assert.equal(agoWords(atMs, now), wanted);

  check(now, 'just now');
  check(now - 999, 'just now');
  check(now - 1000, '1 s ago');
  check(now - 180_000, '3 min ago');
  check(now + 5000, 'in 5 s');
});
