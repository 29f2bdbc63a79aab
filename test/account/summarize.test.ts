import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sightOf, summaryOf, unseen } from '../../src/account/summarize.ts';
import { summary } from '../../src/account/summary.ts';
import type { Result } from '../../src/result.ts';
import { knownTarget } from '../support/known-target.ts';
import { testTarget } from '../support/test-config.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const probe = testProbe(async () => {});
const START = 1_600_000_000_000;
const shop = testTarget('shop', probe, { labels: { team: 'web' } });
const AS_CONFIGURED = {
  name: 'shop',
  module: 'test',
  prober: 'test',
  address: 'shop.example',
  interval: 10,
  labels: { team: 'web' },
};

test('of a target that nobody has probed there is what the configuration says', () => {
  const wanted = { ...AS_CONFIGURED, state: 'unknown', trail: [] };

  assert.deepEqual(summaryOf(knownTarget(shop), START), wanted);
  assert.deepEqual(unseen(knownTarget(shop)), wanted);
  assert.equal(unseen(knownTarget({ ...shop, intervalMs: 'scrape' })).interval, 'scrape');
});

test('a summary says what the last run found, since when, and how those before went', () => {
  const why = { phase: 'second', detail: 'got 503, want 2xx', seconds: 0.5 };
  const told = summaryOf(
    knownTarget(shop, [
      success({ startedAtMs: START }),
      failed('status', { ...why, startedAtMs: START + 10_000 }),
      failed('status', { ...why, startedAtMs: START + 20_000 }),
    ]),
    START + 21_000,
  );

  assert.deepEqual(told, {
    ...AS_CONFIGURED,
    state: 'down',
    sinceMs: START + 10_000,
    lastRunAtMs: START + 20_000,
    seconds: 0.5,
    reason: 'status',
    phase: 'second',
    detail: 'got 503, want 2xx',
    trail: [
      { state: 'up', startedAtMs: START, seconds: 0.25 },
      ...[10_000, 20_000].map((later) => ({
        state: 'down',
        startedAtMs: START + later,
        seconds: 0.5,
        reason: 'status',
        phase: 'second',
      })),
    ],
  });
  assert.deepEqual(summary.strict().parse(told), told);
});

function checkState(results: readonly Result[], laterMs: number, wanted: string): void {
  assert.equal(sightOf(knownTarget(shop, results), START + laterMs).state, wanted);
}

test('the state is what the last run says, until that is too long ago', () => {
  const startedAtMs = START;
  checkState([], 0, 'unknown');
  checkState([success({ startedAtMs })], 0, 'up');
  checkState([failed('status', { startedAtMs })], 0, 'down');
  checkState([failed('internal', { startedAtMs, ownTrouble: true })], 0, 'unknown');
  // Two and a half intervals of 10 s, and the timeout of 5 s.
  checkState([success({ startedAtMs })], 30_000, 'up');
  checkState([success({ startedAtMs })], 30_001, 'stale');
});

test('an on-scrape target is stale when nobody asks any more', () => {
  const target = knownTarget({ ...shop, intervalMs: 'scrape' }, [success({ startedAtMs: START })]);

  assert.equal(sightOf(target, START + 305_000).state, 'up');
  assert.equal(sightOf(target, START + 305_001).state, 'stale');
});

test('a run that did not take place says so, and the one before is still the last', () => {
  const target = knownTarget(shop, [failed('status', { startedAtMs: START, phase: 'first' })]);
  target.chronicle.skip(START + 10_000);
  const { state, lastRunAtMs, seconds, reason, phase } = summaryOf(target, START + 10_000);

  assert.deepEqual(
    { state, lastRunAtMs, seconds, reason, phase },
    { state: 'skipped', lastRunAtMs: START, seconds: 0.25, reason: 'status', phase: 'first' },
  );
});

test('a good run after failures leaves no reason', () => {
  const target = knownTarget(shop, [
    failed('status', { startedAtMs: START }),
    success({ startedAtMs: START + 10_000 }),
  ]);
  const { state, reason, detail } = summaryOf(target, START + 10_000);

  assert.deepEqual([state, reason, detail], ['up', undefined, undefined]);
});

test('the expiry of a certificate is known although its run was too heavy to keep', () => {
  const metric = 'probe_ssl_earliest_cert_expiry';
  const sample = { metric, labels: {}, value: 1_700_000_000, createdAt: undefined };
  const log = [{ atMs: 0, text: 'x'.repeat(10_000) }];
  const samples = Array.from({ length: 1000 }, () => sample);
  const target = knownTarget(shop, [success({ startedAtMs: START, samples, log })]);

  assert.deepEqual(target.chronicle.runs.all(), []);
  assert.equal(sightOf(target, START).certificateExpiresAtMs, 1_700_000_000_000);
});

test('the reason is known although there was no room for the run, but not what it said', () => {
  const detail = 'x'.repeat(100_000);
  const target = knownTarget(shop, [
    failed('tls', { startedAtMs: START }),
    failed('status', { startedAtMs: START + 10_000, phase: 'first', detail }),
  ]);
  const told = summaryOf(target, START + 10_000);

  assert.deepEqual([told.reason, told.phase, told.detail], ['status', 'first', undefined]);
});
