import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDistribution, withValue } from '../../src/metrics/distribution.ts';

function countsOf(bounds: readonly number[], values: readonly number[]): readonly number[] {
  return values.reduce(withValue, emptyDistribution(bounds)).counts;
}

test('is all 0 at first', () => {
  assert.deepEqual(emptyDistribution([0.1, 1]), { bounds: [0.1, 1], counts: [0, 0, 0], sum: 0 });
});

test('a bound belongs to its bucket', () => {
  assert.deepEqual(countsOf([0.1, 1, 10], [0.1]), [1, 1, 1, 1]);
  assert.deepEqual(countsOf([0.1, 1, 10], [0.10000001]), [0, 1, 1, 1]);
  assert.deepEqual(countsOf([0.1, 1, 10], [10.5]), [0, 0, 0, 1]);
  assert.deepEqual(countsOf([], [1, 2]), [2]);
});

test('adds up, and leaves what was there as it is', () => {
  const one = withValue(emptyDistribution([1]), 0.25);
  const two = withValue(one, 100);

  assert.deepEqual(one, { bounds: [1], counts: [1, 1], sum: 0.25 });
  assert.deepEqual(two, { bounds: [1], counts: [1, 2], sum: 100.25 });
});
