import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHistogram } from '../../src/metrics/histogram.ts';

function countsOf(bounds: readonly number[], values: readonly number[]): readonly number[] {
  const { observe, read } = createHistogram(bounds);
  for (const value of values) observe(value);
  return read().counts;
}

test('before the first observation everything is 0', () => {
  assert.deepEqual(createHistogram([0.1, 1]).read(), {
    bounds: [0.1, 1],
    counts: [0, 0, 0],
    sum: 0,
  });
});

test('a bound belongs to its bucket', () => {
  assert.deepEqual(countsOf([0.1, 1, 10], [0.1]), [1, 1, 1, 1]);
  assert.deepEqual(countsOf([0.1, 1, 10], [0.10000001]), [0, 1, 1, 1]);
  assert.deepEqual(countsOf([0.1, 1, 10], [10]), [0, 0, 1, 1]);
  assert.deepEqual(countsOf([0.1, 1, 10], [10.5]), [0, 0, 0, 1]);
  assert.deepEqual(countsOf([0.1, 1, 10], [0]), [1, 1, 1, 1]);
});

test('counts are cumulative, and the last one is of all', () => {
  assert.deepEqual(countsOf([1, 2, 3], [0.5, 2, 2.5, 99, 1]), [2, 3, 4, 5]);
  assert.deepEqual(countsOf([], [1, 2]), [2]);
});

test('the sum is of all observations', () => {
  const { observe, read } = createHistogram([1]);
  for (const value of [0.25, 0.5, 100]) observe(value);

  assert.equal(read().sum, 100.75);
});

test('what was read does not change with the next observation', () => {
  const { observe, read } = createHistogram([1]);
  observe(0.5);
  const before = read();
  observe(0.5);

  assert.deepEqual(before, { bounds: [1], counts: [1, 1], sum: 0.5 });
  assert.deepEqual(read(), { bounds: [1], counts: [2, 2], sum: 1 });
});
