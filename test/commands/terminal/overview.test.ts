import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, integer, property } from 'fast-check';
import { overview } from '../../../src/commands/terminal/overview.ts';
import { createPaint } from '../../../src/commands/terminal/paint.ts';
import { sparkline } from '../../../src/commands/terminal/sparkline.ts';
import type { Glance, Point } from '../../../src/commands/terminal/watched.ts';
import { widthOf } from '../../../src/commands/terminal/width.ts';

const PLAIN = createPaint(false);
const NOW_MS = 1_795_255_501_733;
const ups = (...seconds: readonly number[]): readonly Point[] =>
  seconds.map((each) => ({ state: 'up', seconds: each }));

function glance(more: Partial<Glance>): Glance {
  const rest = { seconds: 0.0123, sinceMs: NOW_MS - 125_000, why: '', points: ups(1, 2) };
  return { title: 'shop', state: 'up', ...rest, ...more };
}

const DOWN = glance({
  title: 'flaky-shop',
  state: 'down',
  why: 'status in processing: got 503, want 2xx',
  points: [...ups(1), { state: 'down', seconds: 9 }, { state: 'skipped', seconds: 0 }],
});

test('each run is a block, as high as it was long beside the others that went well', () => {
  const check = (points: readonly Point[], wanted: string): void =>
    assert.equal(sparkline(points, 10, PLAIN), wanted);

  check([], '          ');
  check(ups(1, 2, 4, 8, 7.9, 0), '▁▂▄██▁    ');
  check(ups(0, 0), '▁▁        ');
  check(ups(...Array.from({ length: 12 }, (_, index) => index)), '▂▃▃▄▅▆▆▇██');
  check(
    [
      ...ups(1),
      { state: 'down', seconds: 100 },
      { state: 'unknown', seconds: 1 },
      { state: 'skipped', seconds: 0 },
    ],
    '█×?·      ',
  );
});

test('a target has a line, and another one with the reason if it is not up', () => {
  const waiting = glance({ title: 'new', state: undefined, points: [] });

  assert.deepEqual(
    overview([glance({}), DOWN, waiting], { columns: 72, rows: 10 }, NOW_MS, PLAIN).map((line) =>
      line.trimEnd(),
    ),
    [
      'up    shop           12.3 ms  ▄█                        for 2 min 5 s',
      'DOWN  flaky-shop     12.3 ms  █×·                       for 2 min 5 s',
      '      status in processing: got 503, want 2xx',
      '…     new',
    ],
  );
});

test('in a narrow terminal it says less', () => {
  assert.deepEqual(
    overview([glance({}), DOWN], { columns: 40, rows: 10 }, NOW_MS, PLAIN).map((line) =>
      line.trimEnd(),
    ),
    [
      'up    shop           12.3 ms  ▄█',
      'DOWN  flaky-shop     12.3 ms  █×·',
      '      status in processing: got 503, w…',
    ],
  );
});

test('where not all fit, those with trouble come first, and the others are counted', () => {
  const many = [...Array.from({ length: 30 }, () => glance({})), DOWN];

  const lines = overview(many, { columns: 80, rows: 5 }, NOW_MS, PLAIN);

  assert.deepEqual(
    lines.map((line) => line.slice(0, 16).trimEnd()),
    ['DOWN  flaky-shop', '      status in', 'up    shop', 'up    shop', '… 28 more: 28 up'],
  );
});

test('no line reaches the last column, whatever a target is called', () => {
  const evil = glance({ ...DOWN, title: '\x1b[2J日本🎉'.repeat(20), why: '日本 '.repeat(90) });
  assertProperty(
    property(integer({ min: 30, max: 400 }), (columns) => {
      for (const line of overview([evil, DOWN], { columns, rows: 9 }, NOW_MS, PLAIN)) {
        assert.doesNotMatch(line, /\p{Cc}/u);
        assert.ok(widthOf(line) < columns, `${columns}: ${line}`);
      }
    }),
  );
});
