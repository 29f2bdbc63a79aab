import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openmetrics } from '../../src/exposition/openmetrics.ts';
import { text } from '../../src/exposition/text.ts';
import type { Family } from '../../src/metrics/metrics.ts';
import { createProcessMetrics, type ProcessMetrics } from '../../src/metrics/process.ts';

function open(inFlight = 0): ProcessMetrics {
  return createProcessMetrics({ version: '1.2.3', inFlight: () => inFlight });
}

/** The lines of the families of which the name begins so, without comments and created timestamps. */
async function lines(metrics: ProcessMetrics, name: string): Promise<string> {
  const families = (await metrics.families()).filter((family) => family.name.startsWith(name));
  const all = [...text(families, { created: false })].join('').split('\n');
  return all.filter((line) => line !== '' && !line.startsWith('#')).join('\n');
}

function named(families: readonly Family[], name: string): Family {
  const family = families.find((one) => one.name === name);
  assert.ok(family, `${name} is there`);
  return family;
}

test('the version is told under both names', async () => {
  const metrics = open();

  assert.equal(
    await lines(metrics, 'synthetic_exporter_build_info'),
    'synthetic_exporter_build_info{version="1.2.3"} 1',
  );
  assert.equal(
    await lines(metrics, 'blackbox_exporter_build_info'),
    'blackbox_exporter_build_info{version="1.2.3"} 1',
  );
});

test('a rejected config says so and leaves the time of the last good one', async () => {
  const metrics = open();
  const before = Date.now() / 1000;
  metrics.reloaded('loaded');
  assert.equal(
    await lines(metrics, 'blackbox_exporter_config_last_reload_successful'),
    'blackbox_exporter_config_last_reload_successful 1',
  );
  const loadedAt = await lines(metrics, 'synthetic_exporter_config_last_reload_success_timestamp');
  const at = Number(loadedAt.split(' ')[1]);
  assert.ok(at >= before && at <= Date.now() / 1000, loadedAt);
  metrics.reloaded('rejected');

  assert.equal(
    await lines(metrics, 'synthetic_exporter_config_last_reload_successful'),
    'synthetic_exporter_config_last_reload_successful 0',
  );
  assert.equal(
    await lines(metrics, 'synthetic_exporter_config_last_reload_success_timestamp'),
    loadedAt,
  );
});

test('a config that is still what its file says was loaded just now; a rejected one was not', async () => {
  const metrics = open();
  const loadedAt = () => lines(metrics, 'blackbox_exporter_config_last_reload_success_timestamp');
  metrics.reloaded('loaded');
  const first = await loadedAt();

  await setTimeout(5);
  metrics.confirmed();
  const confirmed = await loadedAt();
  assert.notEqual(confirmed, first);

  metrics.reloaded('rejected');
  await setTimeout(5);
  metrics.confirmed();
  assert.equal(await loadedAt(), confirmed);
});

test('unknown modules are counted under both names, from 0', async () => {
  const metrics = open();
  assert.equal(await lines(metrics, 'blackbox_module'), 'blackbox_module_unknown_total 0');
  metrics.countUnknownModule();

  assert.equal(await lines(metrics, 'blackbox_module'), 'blackbox_module_unknown_total 1');
  assert.equal(
    await lines(metrics, 'synthetic_exporter_module'),
    'synthetic_exporter_module_unknown_total 1',
  );
});

test('runs under way are those of now', async () => {
  assert.equal(
    await lines(open(7), 'synthetic_exporter_probes_in_flight'),
    'synthetic_exporter_probes_in_flight 7',
  );
});

test('requests are counted by route and status, and timed by route', async () => {
  const metrics = open();
  metrics.countRequest('/probe', 200, 0.0005);
  metrics.countRequest('/probe', 400, 0.3);
  metrics.countRequest('/metrics', 200, 99);

  assert.equal(
    await lines(metrics, 'synthetic_exporter_http_requests_total'),
    `synthetic_exporter_http_requests_total{route="/probe",code="200"} 1
synthetic_exporter_http_requests_total{route="/probe",code="400"} 1
synthetic_exporter_http_requests_total{route="/metrics",code="200"} 1`,
  );
  const duration = named(
    await metrics.families(),
    'synthetic_exporter_http_request_duration_seconds',
  );
  assert.equal(duration.type, 'histogram');
  assert.deepEqual(
    [...duration.series].map(({ labels }) => labels),
    [{ route: '/probe' }, { route: '/metrics' }],
  );
  const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  assert.deepEqual(
    [...duration.series].map(({ value }) => value),
    [
      { bounds, counts: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], sum: 0.3005 },
      { bounds, counts: [...Array<number>(14).fill(0), 1], sum: 99 },
    ],
  );
});

test('waits and lags are histograms that are there from the start', async () => {
  const metrics = open();
  assert.match(await lines(metrics, 'synthetic_exporter_queue_wait'), /_count 0$/m);
  metrics.observeWait(0.02);
  metrics.observeLag(0.001);

  assert.match(await lines(metrics, 'synthetic_exporter_queue_wait'), /_bucket{le="0.025"} 1$/m);
  const lag = await lines(metrics, 'synthetic_exporter_schedule_lag_seconds');
  assert.match(lag, /_bucket{le="0.0005"} 0$/m);
  assert.match(lag, /_bucket{le="0.001"} 1$/m);
  assert.match(lag, /_sum 0.001$/m);
});

test('a counter is called a total and nothing else is', async () => {
  for (const { name, type } of await open().families()) {
    assert.equal(name.endsWith('_total'), type === 'counter', `${name} is a ${type}`);
    assert.equal(name.endsWith('_info'), type === 'info', `${name} is a ${type}`);
  }
});

test('every family is one that its format takes: a sentence, a known unit, whole label values', async () => {
  const families = await open().families();
  const names = families.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, help, unit, series } of families) {
    assert.match(help, /^[A-Z].*\.$/, name);
    if (unit !== undefined) assert.ok(name.replace(/_total$/, '').endsWith(`_${unit}`), name);
    for (const { labels } of series) {
      for (const value of Object.values(labels)) assert.equal(typeof value, 'string', name);
    }
  }
  const shown = [...openmetrics(families, { created: true })].join('');
  // In OpenMetrics nothing lost its type.
  for (const { name, type } of families) {
    assert.ok(shown.includes(`# TYPE ${name.replace(/_(total|info)$/, '')} ${type}\n`), name);
  }
});

test('the process and its runtime are there', async () => {
  const families = await open().families();
  named(families, 'process_cpu_seconds_total');
  named(families, 'process_resident_memory_bytes');
  named(families, 'process_start_time_seconds');
  named(families, 'nodejs_version_info');
});

test('counters count from the start of the process, and keep that from scrape to scrape', async () => {
  const metrics = open();
  const createdOf = async () => {
    const [series] = named(await metrics.families(), 'process_cpu_seconds_total').series;
    return series?.createdAt;
  };
  const first = await createdOf();

  assert.equal(first?.seconds, Math.floor(performance.timeOrigin / 1000));
  assert.deepEqual(await createdOf(), first);
});

test('two exporters in one process do not share their numbers', async () => {
  const [one, other] = [open(), open()];
  one.countUnknownModule();

  assert.equal(await lines(other, 'blackbox_module'), 'blackbox_module_unknown_total 0');
});
