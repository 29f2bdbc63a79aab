import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../support/command.ts';
import { listen } from '../support/listen.ts';
import { eventually, startPrometheus } from '../support/prometheus.ts';

const PROTOCOLS = ['OpenMetricsText1.0.0', 'PrometheusProto', 'PrometheusText0.0.4'];

/** A side-car whose service was launched a while ago and has served 12 requests since. */
async function sidecarLaunched(t: Parameters<typeof listen>[0], secondsAgo: number) {
  const launched = new Date(Date.now() - secondsAgo * 1000).toISOString().replace('Z', '578');
  const address = await listen(t, (socket) => {
    socket.end(`${JSON.stringify({ launched, requests: 12 })}\n`);
  });
  return { address, launchedMs: Math.floor(Date.parse(`${launched.slice(0, -3)}Z`)) };
}

const config = (address: string) => `
modules:
  launches: { prober: sidecar, timeout: 1s }
targets:
  - { name: orders, module: launches, target: '${address}', interval: 1s, labels: { team: shop } }
  - { name: orders-on-scrape, module: launches, target: '${address}', interval: scrape }
`;

for (const protocol of PROTOCOLS) {
  test(`Prometheus finds every job healthy over ${protocol}`, async (t) => {
    const { address } = await sidecarLaunched(t, 20);
    const { url } = await serve(t, config(address));
    const prometheus = await startPrometheus(
      t,
      `
global: { scrape_interval: 1s, scrape_protocols: [${protocol}] }
scrape_configs:
  - job_name: synthetic
    honor_labels: true
    static_configs: [{ targets: ['${new URL(url).host}'] }]
  - job_name: listed
    http_sd_configs: [{ url: '${url}targets.json', refresh_interval: 1s }]
  - job_name: asked
    metrics_path: /probe
    params: { module: [launches], target: ['${address}'] }
    static_configs: [{ targets: ['${new URL(url).host}'] }]
`,
    );

    const up = await eventually('all three jobs', async () => {
      const found = await prometheus.query('up');
      return found.length === 3 ? found : undefined;
    });
    const targets = await prometheus.targets();
    const success = await prometheus.query('count(probe_success == 1) == 4');

    assert.deepEqual(
      up.map(({ value }) => value),
      [1, 1, 1],
      JSON.stringify(targets),
    );
    assert.equal(success.length, 1);
  });
}

for (const protocol of PROTOCOLS.slice(0, 2)) {
  test(`increase() is right from the first scrape over ${protocol}`, async (t) => {
    const { address, launchedMs } = await sidecarLaunched(t, 20);
    const { url } = await serve(t, config(address));
    const prometheus = await startPrometheus(
      t,
      `
global: { scrape_interval: 1s, scrape_protocols: [${protocol}] }
scrape_configs:
  - job_name: synthetic
    honor_labels: true
    static_configs: [{ targets: ['${new URL(url).host}'] }]
`,
      '--enable-feature=created-timestamp-zero-ingestion',
    );

    const labels = 'target="orders-on-scrape"';
    const [first] = await prometheus.query(`increase(sidecar_requests_total{${labels}}[1m])`);
    const [zero] = await prometheus.query(
      `min_over_time(sidecar_requests_total{${labels}}[2m]) == 0`,
    );
    const [zeroAt] = await prometheus.query(
      `timestamp(sidecar_requests_total{${labels}} @ ${launchedMs / 1000})`,
    );

    assert.ok(
      first !== undefined && Math.abs(first.value - 12) < 1,
      `got ${first?.value}, want 12`,
    );
    assert.equal(zero?.value, 0);
    assert.equal(zeroAt?.value, launchedMs / 1000);
  });
}
