import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { alertsOf } from '../../../../src/http/pages/target/alerts.ts';
import { queriesOf } from '../../../../src/http/pages/target/queries.ts';
import { temporaryFile } from '../../../support/command.ts';
import { promtool } from '../../../support/programs.ts';
import { runWith, storyWith } from '../../../support/stories.ts';

const COUNTER = { metric: 'hits_total', type: 'counter', help: 'Hits.', labels: {}, value: 1 };
const OFFSET = { ...COUNTER, metric: 'x_offset_seconds', type: 'gauge' };

test('a scheduled target is asked about by its own counters, over enough runs', () => {
  const check = (interval: number, wanted: readonly string[]) =>
    assert.deepEqual(
      queriesOf(storyWith({ interval })).map(({ text }) => text),
      wanted,
    );

  check(15, [
    'probe_success{target="shop"}',
    'avg_over_time(probe_success{target="shop"}[1d])',
    'histogram_quantile(0.95, sum by (le) (rate(probe_latency_seconds_bucket{target="shop"}[5m])))',
    'sum by (reason) (increase(probe_failures_total{target="shop"}[1h]))',
  ]);
  check(3600, [
    'probe_success{target="shop"}',
    'avg_over_time(probe_success{target="shop"}[1d])',
    'histogram_quantile(0.95, sum by (le) (rate(probe_latency_seconds_bucket{target="shop"}[4h])))',
    'sum by (reason) (increase(probe_failures_total{target="shop"}[4h]))',
  ]);
});

test('an on-scrape target is asked about by what every scrape says, and what it counts is asked for, too', () => {
  const story = storyWith({
    interval: 'scrape',
    certificateExpiresAtMs: 1,
    runs: [runWith({ samples: [COUNTER] }), runWith({ samples: [COUNTER, OFFSET] })],
  });

  assert.deepEqual(
    queriesOf(story)
      .slice(2)
      .map(({ text }) => text),
    [
      'quantile_over_time(0.95, probe_duration_seconds{target="shop"}[1h])',
      'sum by (reason, phase) (count_over_time(probe_failure_info{target="shop"}[1h]))',
      'probe_ssl_earliest_cert_expiry{target="shop"} - time()',
      'rate(hits_total{target="shop"}[15m])',
    ],
  );
});

test('Prometheus understands the queries of whatever name', async (t) => {
  const names = ['odd/na me?', '"} or up{a="', 'back\\slash', "quo'te`", '{{ $x }}', 'Grüße 😀'];
  const stories = names.flatMap((name) => [
    storyWith({ name, interval: 0.1 }),
    storyWith({ name, interval: 'scrape', runs: [runWith({ samples: [COUNTER] })] }),
  ]);
  const rules = stories
    .flatMap(queriesOf)
    .map(({ text }, index) => ({ record: `query_${index}`, expr: text }));
  const file = await temporaryFile(t, 'rules.yml', stringify({ groups: [{ name: 'a', rules }] }));

  assert.match(
    await promtool('check', 'rules', file),
    new RegExp(`SUCCESS: ${rules.length} rules`),
  );
  assert.equal(rules[4]?.expr, 'probe_success{target="odd/na me?"}');
  assert.ok(rules.some(({ expr }) => expr === 'probe_success{target="\\"} or up{a=\\""}'));
});

test('only alerts that can be about a target are named', () => {
  const always = [
    'SyntheticTargetDown',
    'SyntheticTargetFlapping',
    'SyntheticTargetNeverSeen',
    'SyntheticTargetSlow',
    'SyntheticProberTrouble',
  ];

  assert.deepEqual(alertsOf(storyWith()), always);
  assert.deepEqual(
    alertsOf(
      storyWith({ certificateExpiresAtMs: 1, runs: [runWith({ samples: [COUNTER, OFFSET] })] }),
    ),
    [...always, 'SyntheticCertificateExpires', 'SyntheticClockOff', 'SyntheticSidecarRestarted'],
  );
});
