import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counters, rateText } from '../../../../src/http/pages/target/counters.ts';
import { measured, type Sample } from '../../../../src/http/pages/target/measured.ts';
import { NOW_MS } from '../../../support/stories.ts';

const NOW = NOW_MS / 1000;

function sample(metric: string, value: Sample['value'], more: Partial<Sample> = {}): Sample {
  return { metric, type: 'gauge', help: 'Helps.', labels: {}, value, ...more };
}

function text(one: Sample, others: readonly Sample[] = []): string {
  return measured(one, others, NOW_MS).markup.replace(/<[^>]*>/g, '');
}

test('a value reads by its unit, its name and its help', () => {
  const check = (one: Sample, wanted: string) => assert.equal(text(one), wanted);

  check(sample('x_seconds', 0.0122, { unit: 'seconds' }), '12.2 ms');
  check(sample('x_bytes', 2048, { unit: 'bytes' }), '2 KiB (2,048 bytes)');
  check(sample('x_ratio', 0.125, { unit: 'ratio' }), '12.5 %');
  check(sample('x', 12345), '12,345');
  check(sample('x', 1, { help: 'Whether it is.' }), 'yes');
  check(sample('x', 0, { help: 'Whether it is.' }), 'no');
  check(sample('x', 2, { help: 'Whether it is.' }), '2');
  check(sample('x', 'NaN'), 'NaN');
  check(sample('x', '-Inf', { unit: 'seconds' }), '-Inf');
});

test('a point in time is a date, and how far away', () => {
  const check = (one: Sample, wanted: string) => assert.equal(text(one), wanted);
  const help = 'When it ends, in Unix time.';

  check(
    sample('x_timestamp_seconds', NOW - 90, { unit: 'seconds' }),
    '2026-11-21 09:28:30 UTC (1 min 30 s ago)',
  );
  check(sample('x_expiry', NOW + 30 * 86_400, { help }), '2026-12-21 09:30:00 UTC (in 30 days)');
  check(sample('x_expiry', 1e30, { help }), '1e+30 s of Unix time');
  check(sample('x_expiry', 0, { help }), '0');
});

test('the offset of a clock says which way, and how true that is', () => {
  const error = sample('c_offset_error_seconds', 0.5, { unit: 'seconds' });
  const check = (value: number, others: readonly Sample[], wanted: string) =>
    assert.equal(text(sample('c_offset_seconds', value, { unit: 'seconds' }), others), wanted);

  check(10.0123, [error], '10 s ahead, give or take 500 ms');
  check(-3601, [], '1 h behind');
  check(0, [error], '0 s, give or take 500 ms');
});

test('a counter says how fast it has grown since its start, in the period that reads best', () => {
  const check = (value: Sample['value'], createdSeconds: number | undefined, wanted: string) => {
    const start = createdSeconds === undefined ? {} : { createdSeconds };
    assert.equal(rateText(sample('x_total', value, start), NOW_MS), wanted);
  };

  check(770, NOW - 100, '7.7 per second');
  check(1, NOW - 60, '1 per minute');
  check(3, NOW - 5400, '2 per hour');
  check(1, NOW - 10 * 86_400, '0.1 per day');
  check(0, NOW - 60, '0 per day');
  check(5, undefined, '');
  check(5, NOW + 60, '');
  check('+Inf', NOW - 60, '');
  const bytes = { createdSeconds: NOW - 2, unit: 'bytes' };
  assert.equal(rateText(sample('x_bytes_total', 2048, bytes), NOW_MS), '1,024 bytes per second');
});

test('restarts that were seen are told, and that none was', () => {
  const one = sample('x_total', 5, {
    type: 'counter',
    createdSeconds: NOW - 60,
    labels: { a: '<b>' },
  });
  const told = (restarts?: { readonly count: number; readonly lastAtMs: number }) =>
    counters([one], { startedAtMs: NOW_MS }, restarts === undefined ? {} : { restarts }, NOW_MS)
      .markup;

  assert.match(told(), /No restart was seen\./);
  assert.match(told(), /<li>a: &lt;b&gt;<\/li>/);
  assert.match(told({ count: 1, lastAtMs: NOW_MS - 60_000 }), /Started again once while we looked/);
  assert.match(told({ count: 3, lastAtMs: NOW_MS - 60_000 }), /again 3 times .*\(<time.*1 min ago/);
});
