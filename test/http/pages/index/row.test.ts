import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../../../../src/account/summary.ts';
import { bar } from '../../../../src/http/pages/index/bar.ts';
import { type RowOptions, targetRow } from '../../../../src/http/pages/index/row.ts';
import { sparkline } from '../../../../src/http/pages/index/sparkline.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const HOSTILE = '"><script>alert(1)</script>';

const DOWN: Summary = {
  name: 'shop',
  module: 'web',
  prober: 'test',
  address: 'shop.example',
  interval: 15,
  labels: { team: 'net' },
  state: 'down',
  sinceMs: NOW_MS - 125_000,
  lastRunAtMs: NOW_MS - 12_000,
  seconds: 0.0034,
  reason: 'status',
  phase: 'read',
  detail: 'got 503, want 2xx',
  trail: [],
};

/** What a reader reads, line by line. */
function wordsOf(summary: Summary, options: Partial<RowOptions> = {}): readonly string[] {
  const { markup } = targetRow(summary, { nowMs: NOW_MS, ...options });
  const text = markup.replaceAll(/<svg.*?<\/svg>/gs, '').replaceAll(/<[^>]*>/g, '');
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}

test('a row says what is the matter, since when, and what was said', () => {
  assert.deepEqual(wordsOf(DOWN), [
    'shopshop.example · web team=net',
    'down for 2 min 5 s',
    'none yet',
    '12 s ago took 3.4 ms',
    'status in read got 503, want 2xx',
  ]);
});

test('a row of a target that nobody has asked yet says so', () => {
  const { name, module, prober, address, interval, labels, trail } = DOWN;
  const fresh = { name, module, prober, address, interval, labels, trail, state: 'unknown' };

  assert.deepEqual(wordsOf(fresh as Summary), [
    'shopshop.example · web team=net',
    'not run yet',
    'none yet',
  ]);
});

test('what some may not see is not in the row', () => {
  const check = (hide: RowOptions['hide'], wanted: readonly string[]): void =>
    assert.deepEqual(wordsOf(DOWN, { hide: hide ?? [] }), wanted);
  const middle = ['down for 2 min 5 s', 'none yet', '12 s ago took 3.4 ms'];

  check(['address', 'labels', 'detail'], ['shopweb', ...middle, 'status in read']);
  check(['module', 'reason'], ['shopshop.example team=net', ...middle, 'got 503, want 2xx']);
  check(['address', 'module', 'labels', 'reason', 'detail'], ['shop', ...middle]);
});

test('the label that groups the rows stands in none of them', () => {
  assert.equal(wordsOf(DOWN, { sharedLabel: 'team' })[0], 'shopshop.example · web');
});

test('a certificate tells how long it lasts, as an alarm if that is not long', () => {
  const check = (expiresInDays: number, wanted: RegExp): void => {
    const certificateExpiresAtMs = NOW_MS + expiresInDays * 86_400_000;
    assert.match(targetRow({ ...DOWN, certificateExpiresAtMs }, { nowMs: NOW_MS }).markup, wanted);
  };

  check(14, /<td class="certificate"><time [^>]*>14 days</);
  check(13.5, /<td class="certificate"><strong class="down"><time [^>]*>13 days</);
  check(-3, /<strong class="down"><time [^>]*>expired 3 days ago</);
  // What no calendar has.
  check(1e12, /<td class="certificate">\d+ s of Unix time</);
});

test('nothing that is written anywhere is markup', () => {
  const trail = [{ state: 'down', startedAtMs: NOW_MS, seconds: 1, reason: 'status' }] as const;
  const hostile = {
    ...DOWN,
    name: HOSTILE,
    module: HOSTILE,
    address: HOSTILE,
    phase: HOSTILE,
    detail: HOSTILE,
    labels: { note: HOSTILE },
    trail: trail.map((point) => ({ ...point, phase: HOSTILE })),
  };

  const { markup } = targetRow(hostile, { nowMs: NOW_MS, link: encodeURIComponent });

  assert.doesNotMatch(markup, /<script/);
  assert.equal(markup.match(/&lt;script&gt;/g)?.length, 9);
});

test('what cannot be seen is made visible', () => {
  assert.equal(
    wordsOf({ ...DOWN, detail: 'a\u202eb\u0000' }).at(-1),
    'status in read a\\u{202e}b␀',
  );
});

const MINUTE_MS = 60_000;
const TRAIL: Summary['trail'] = [
  { state: 'up', startedAtMs: NOW_MS - 13 * 60 * MINUTE_MS, seconds: 0.01 },
  { state: 'up', startedAtMs: NOW_MS - 4 * MINUTE_MS, seconds: 0.02 },
  {
    state: 'down',
    startedAtMs: NOW_MS - 3 * MINUTE_MS,
    seconds: 2,
    reason: 'timeout',
    phase: 'read',
  },
  { state: 'skipped', startedAtMs: NOW_MS - 2 * MINUTE_MS, seconds: 0 },
  { state: 'unknown', startedAtMs: NOW_MS - MINUTE_MS, seconds: 0.001, reason: 'internal' },
];

test('each run of a bar tells when it was, why it failed and how long it took', () => {
  const { markup } = bar(TRAIL, { hidesReasons: false });

  assert.deepEqual(
    [...markup.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title),
    [
      '2026-11-20 23:00:00 UTC up, took 10.0 ms',
      '11:56:00 UTC up, took 20.0 ms',
      '11:57:00 UTC down: timeout in read, took 2.00 s',
      '11:58:00 UTC skipped: the run before still lasted',
      '11:59:00 UTC unknown: internal, took 1.0 ms',
    ],
  );
  assert.match(markup, /aria-label="Last 5 runs: 2 up, 1 down, 1 skipped, 1 unknown"/);
});

test('runs in a row that went alike are told together, the newest first', () => {
  const { markup } = bar(TRAIL, { hidesReasons: true });

  assert.deepEqual(
    [...markup.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) =>
      item.replaceAll(/<[^>]*>/g, ''),
    ),
    [
      'unknown 2026-11-21 11:59:00 UTC, took 1.0 ms',
      'skipped: the run before still lasted 2026-11-21 11:58:00 UTC',
      'down 2026-11-21 11:57:00 UTC, took 2.00 s',
      'up 2026-11-20 23:00:00 UTC to 11:56:00 UTC, 2 runs, took up to 20.0 ms',
    ],
  );
});

test('the line of latencies has those that found their target up, from zero', () => {
  const check = (trail: Summary['trail'], wanted: string): void =>
    assert.equal(sparkline(trail).markup.replace(/<svg.*?points="(.*?)".*<\/svg>/, '$1 '), wanted);

  check([], '');
  check(TRAIL, '0.0,11.0 100.0,1.0 <span>10.0 ms to 20.0 ms</span>');
  check(TRAIL.slice(0, 1), '<span>10.0 ms</span>');
  const alike = (seconds: number): Summary['trail'] => [
    { state: 'up', startedAtMs: 0, seconds },
    { state: 'up', startedAtMs: 1, seconds },
  ];
  check(alike(0.01), '0.0,1.0 100.0,1.0 <span>10.0 ms</span>');
  check(alike(0), '0.0,21.0 100.0,21.0 <span>under 0.01 ms</span>');
});
