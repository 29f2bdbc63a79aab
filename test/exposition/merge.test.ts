import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeFamilies } from '../../src/exposition/merge.ts';
import type { Family, Labels } from '../../src/metrics/metrics.ts';

function gauge(name: string, ...series: readonly [Labels, number][]): Family {
  const all = series.map(([labels, value]) => ({ labels, value }));
  return { name, type: 'gauge', help: `Help of ${name}.`, series: all };
}

test('joins families of one name in the place of the first', () => {
  assert.deepEqual(
    mergeFamilies([
      gauge('b', [{ target: 'x' }, 1]),
      gauge('a', [{}, 2]),
      { ...gauge('b', [{ target: 'y' }, 3]), help: 'Another help.' },
    ]),
    [gauge('b', [{ target: 'x' }, 1], [{ target: 'y' }, 3]), gauge('a', [{}, 2])],
  );
});

test('lets the first of two equal series win, in whatever order its labels come', () => {
  assert.deepEqual(
    mergeFamilies([
      gauge('a', [{ x: '1', y: '2' }, 1], [{}, 2]),
      gauge('a', [{ y: '2', x: '1' }, 9], [{ x: '1' }, 3], [{}, 9], [{ x: '1","y":"2' }, 4]),
    ]),
    [gauge('a', [{ x: '1', y: '2' }, 1], [{}, 2], [{ x: '1' }, 3], [{ x: '1","y":"2' }, 4])],
  );
});

test('drops a family whose type is not that of the first', () => {
  const counter: Family = { ...gauge('a', [{ x: '1' }, 1]), type: 'counter' };
  assert.deepEqual(mergeFamilies([counter, gauge('a', [{ x: '2' }, 2])]), [counter]);
});

test('drops a family that is called like a line of a histogram', () => {
  const histogram: Family = { name: 'h', type: 'histogram', help: '', series: [] };
  assert.deepEqual(
    mergeFamilies([
      gauge('h_sum', [{}, 1]),
      histogram,
      gauge('h_count'),
      gauge('h_bucket'),
      gauge('h_created'),
      gauge('h_summary'),
    ]),
    [histogram, gauge('h_summary')],
  );
});

test('hands a family that stands alone through as it is', () => {
  const alone = gauge('a', [{}, 1]);
  assert.equal(mergeFamilies([alone])[0], alone);
  assert.deepEqual(mergeFamilies([]), []);
});
