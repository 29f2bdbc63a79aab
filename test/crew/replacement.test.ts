import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMourning } from '../../src/crew/replacement.ts';

test('who dies once is replaced at once; who dies again and again waits longer and longer', () => {
  const delayMs = startMourning();

  const delays = Array.from({ length: 10 }, () => delayMs(1000));

  assert.deepEqual(delays, [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('a long life makes up for all young deaths before it', () => {
  const delayMs = startMourning();
  delayMs(1000);
  delayMs(1000);

  assert.equal(delayMs(60_000), 0);
  assert.equal(delayMs(1000), 0);
  assert.equal(delayMs(1000), 500);
});
