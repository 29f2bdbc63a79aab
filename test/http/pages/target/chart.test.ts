import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Point } from '../../../../src/http/pages/target/chart.ts';
import { chart, columns, latencyWords, topOf } from '../../../../src/http/pages/target/chart.ts';

function point(state: Point['state'], seconds: number, more: Partial<Point> = {}): Point {
  return { state, seconds, startedAtMs: Date.UTC(2026, 10, 21, 9, 30), ...more };
}

test('the axis ends at one, two or five of something, whatever failed', () => {
  const check = (seconds: readonly number[], wanted: number) =>
    assert.equal(topOf(seconds.map((one) => point('up', one))), wanted);

  check([0.001], 0.001);
  check([0.0011], 0.002);
  check([0.003, 0.0021], 0.005);
  check([0.07], 0.1);
  check([6], 10);
  check([], 1);
  check([0], 1);
  assert.equal(topOf([point('up', 0.01), point('down', 10)]), 0.01);
});

test('good runs are as high as they took, all others as high as there is room, the newest at the right', () => {
  const trail = [
    point('up', 0.005),
    point('down', 10, { reason: 'timeout', phase: 'connect' }),
    point('skipped', 0),
    point('up', 0),
  ];

  const rects = [...columns(trail, 0.01).markup.matchAll(/<rect .*?<\/rect>/g)].map(([one]) => one);

  assert.deepEqual(rects, [
    '<rect class="up" x="522" y="50" width="16" height="50"><title>09:30:00 UTC: up after 5 ms</title></rect>',
    '<rect class="down" x="542" y="0" width="16" height="100"><title>09:30:00 UTC: down after 10 s, timeout in connect</title></rect>',
    '<rect class="skipped" x="562" y="0" width="16" height="100"><title>09:30:00 UTC: skipped</title></rect>',
    '<rect class="up" x="582" y="99" width="16" height="1"><title>09:30:00 UTC: up after 0 s</title></rect>',
  ]);
});

test('the words say what the chart shows', () => {
  const check = (trail: readonly Point[], wanted: string) =>
    assert.equal(latencyWords(trail), wanted);

  check(
    [point('up', 0.004), point('up', 0.001), point('up', 0.002)],
    'Of the last 3 runs none failed. Of the good ones the fastest took 1 ms, the median is 2 ms, the slowest took 4 ms.',
  );
  check(
    [point('up', 0.001), point('up', 0.002), point('down', 9), point('skipped', 0)],
    'Of the last 4 runs 1 failed, 1 was skipped. Of the good ones the fastest took 1 ms, the median is 1.5 ms, the slowest took 2 ms.',
  );
  check([point('down', 1, { reason: 'reset' })], 'The only run: down after 1 s, reset.');
  check(
    [point('down', 1), point('unknown', 0)],
    'Of the last 2 runs 1 failed, 1 could not tell. None was good.',
  );
});

test('the legend explains what there is to see and nothing else', () => {
  assert.match(chart([point('up', 1)]).markup, / Filled: up, as high as it took\.<\/figcaption>/);
  assert.match(
    chart([point('down', 1), point('skipped', 0)]).markup,
    / Striped: failed\. Hollow: skipped\.<\/figcaption>/,
  );
  assert.doesNotMatch(chart([point('down', 1)]).markup, /<span>0 s/);
  assert.equal(chart([]).markup, '<p>No run has ended yet.</p>');
});
