import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryAfter } from '../../src/history/expiry.ts';
import type { Sample } from '../../src/metrics/metrics.ts';
import { failed, success } from '../support/test-result.ts';

function samples(value: number): readonly Sample[] {
  const other = { metric: 'probe_x', labels: {}, value: 7, createdAt: undefined };
  return [other, { ...other, metric: 'probe_ssl_earliest_cert_expiry', value }];
}

test('the last run that saw a certificate says when it expires', () => {
  const good = success({ samples: samples(1_700_000_000) });
  const bad = failed('tls', { samples: samples(1_600_000_000) });

  assert.equal(expiryAfter(good, undefined), 1_700_000_000_000);
  assert.equal(expiryAfter(bad, 1_700_000_000_000), 1_600_000_000_000);
});

test('a run that failed before it saw one changes nothing', () => {
  assert.equal(expiryAfter(failed('refused'), 1_700_000_000_000), 1_700_000_000_000);
  assert.equal(expiryAfter(failed('refused'), undefined), undefined);
});

test('a run that ended well without one says that there is none any more', () => {
  assert.equal(expiryAfter(success(), 1_700_000_000_000), undefined);
});

test('a time that is none is not told', () => {
  assert.equal(expiryAfter(success({ samples: samples(Number.NaN) }), 1), undefined);
});
