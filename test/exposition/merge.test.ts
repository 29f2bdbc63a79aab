import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeFamilies } from '../../src/exposition/merge.ts';
import type { Family, Labels } from '../../src/metrics/metrics.ts';

function gauge(name: string, ...series: readonly [Labels, number][]): Family {
  const all = series.map(([labels, value]) => ({ labels, value }));
  return { name, type: 'gauge', help: `Help of ${name}.`, series: all };
}

/** As it is read: what is joined is made while one walks through it. */
function merged(families: readonly Family[]): readonly Family[] {
  return mergeFamilies(families).map((family) => ({ ...family, series: [...family.series] }));
}

test('joins families of one name in the place of the first', () => {
  assert.deepEqual(
    merged([
      gauge('b', [{ target: 'x' }, 1]),
      gauge('a', [{}, 2]),
      { ...gauge('b', [{ target: 'y' }, 3]), help: 'Another help.' },
    ]),
    [gauge('b', [{ target: 'x' }, 1], [{ target: 'y' }, 3]), gauge('a', [{}, 2])],
  );
});

test('lets the first of two equal series win, in whatever order its labels come', () => {
  assert.deepEqual(
    merged([
      gauge('a', [{ x: '1', y: '2' }, 1], [{}, 2]),
      gauge('a', [{ y: '2', x: '1' }, 9], [{ x: '1' }, 3], [{}, 9], [{ x: '1","y":"2' }, 4]),
    ]),
    [gauge('a', [{ x: '1', y: '2' }, 1], [{}, 2], [{ x: '1' }, 3], [{ x: '1","y":"2' }, 4])],
  );
});

test('knows equal series though one of them shares its labels with others', () => {
  const common = { labels: { x: '1' }, text: undefined, fields: undefined };
  const shared: Family = {
    ...gauge('a'),
    series: [
      { common, labels: { y: '2' }, value: 1 },
      { common, labels: {}, value: 2 },
    ],
  };
  const [family] = mergeFamilies([shared, gauge('a', [{ y: '2', x: '1' }, 8], [{ x: '1' }, 9])]);

  assert.deepEqual(
    Array.from(family?.series ?? [], ({ value }) => value),
    [1, 2],
  );
});

test('shows the same however often one walks through it', () => {
  const [family] = mergeFamilies([gauge('a', [{ x: '1' }, 1]), gauge('a', [{ x: '2' }, 2])]);

  assert.equal([...(family?.series ?? [])].length, 2);
  assert.equal([...(family?.series ?? [])].length, 2);
});

test('drops a family whose type is not that of the first', () => {
  const counter: Family = { ...gauge('a', [{ x: '1' }, 1]), type: 'counter' };
  assert.deepEqual(merged([counter, gauge('a', [{ x: '2' }, 2])]), [counter]);
});

test('drops a family that is called like a line of a histogram', () => {
  const histogram: Family = { name: 'h', type: 'histogram', help: '', series: [] };
  assert.deepEqual(
    merged([
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
