import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSingle, ofWorker } from '../../src/crew/own-metrics.ts';
import { createProcessMetrics } from '../../src/metrics/process.ts';

const STATE = {
  startedAtMs: 1_700_000_000_000,
  restarts: [0, 2],
  reload: { wasGood: false, lastGoodAtMs: 1_700_000_001_500 },
  discovered: new Map(),
};

test('every metric of a worker has its number, but for what is a fact about the whole', async () => {
  const metrics = createProcessMetrics({ version: '1.2.3', inFlight: () => 0 });
  metrics.reloaded('loaded');
  metrics.countRequest('/metrics', 200, 0.1);

  const families = (await metrics.families()).map((family) => ofWorker(family, 1, STATE));

  const plain = families.filter((family) =>
    [...family.series].some(({ labels }) => labels['worker'] === undefined),
  );
  assert.deepEqual(
    plain.map(({ name }) => name),
    [
      'synthetic_exporter_build_info',
      'blackbox_exporter_build_info',
      'synthetic_exporter_config_last_reload_successful',
      'blackbox_exporter_config_last_reload_successful',
      'synthetic_exporter_config_last_reload_success_timestamp_seconds',
      'blackbox_exporter_config_last_reload_success_timestamp_seconds',
    ],
  );
  assert.deepEqual(families.filter(isSingle), plain);
  const requests = families.find(({ name }) => name === 'synthetic_exporter_http_requests_total');
  const [series] = [...(requests?.series ?? [])];
  assert.deepEqual(series?.labels, { route: '/metrics', code: '200', worker: '1' });
  assert.ok(series?.createdAt !== undefined);
});

test('what became of the last reload is what the primary says', async () => {
  const metrics = createProcessMetrics({ version: '1.2.3', inFlight: () => 0 });
  metrics.reloaded('loaded');

  const families = (await metrics.families()).map((family) => ofWorker(family, 0, STATE));
  const valueOf = (name: string) =>
    [...(families.find((family) => family.name === name)?.series ?? [])].map(({ value }) => value);

  assert.deepEqual(valueOf('blackbox_exporter_config_last_reload_successful'), [0]);
  assert.deepEqual(
    valueOf('synthetic_exporter_config_last_reload_success_timestamp_seconds'),
    [1_700_000_001.5],
  );
});
