import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { suite, type TestContext, test } from 'node:test';
import { type Dashboard, VariableType } from '@grafana/grafana-foundation-sdk/dashboard';
import { DASHBOARDS } from '../../deploy/grafana/src/files.ts';
import { selfSigned } from '../support/certificates.ts';
import { launch, run, serve, temporaryFile } from '../support/command.ts';
import { interpolate, queriesOf, questionOf, type Values } from '../support/dashboards.ts';
import { deployedPrometheus } from '../support/deployed-prometheus.ts';
import { freePort } from '../support/free-port.ts';
import { eventually, type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { serve as serveOn } from '../support/serve.ts';

// The counter's row is shown once for each that is chosen.
const OF_GRAFANA = { __range: '1m', __rate_interval: '10s', counter: 'sidecar_requests' };

// What rightly has nothing to show. Everything else must have.
const NOTHING_FAILED = ['Reasons', 'Failed runs'];
const NO_CERTIFICATE = ['Certificate ends in', 'Days of the certificate'];
const ONE_RUN_PER_SCRAPE = ['Distribution'];
const CREATED_IS_IN_THE_COUNTER = [
  'Since they were created: created',
  'Since they were created: per second since created',
];

// Both mostly wait for scrapes.
suite('dashboards', { concurrency: true }, () => {
  test('every panel shows something of a demo', async (t) => {
    const prometheus = await prometheusOfDemo(t);
    const check = (file: string, target?: string, ...empty: readonly string[]) =>
      checkPanels(prometheus, file, { ...(target !== undefined && { target }), empty });

    await check('overview.json');
    await check('sidecars.json');
    await check('exporter.json');
    await check('target.json', 'secure', ...NOTHING_FAILED);
    await check('target.json', 'secure-on-scrape', ...NOTHING_FAILED, ...ONE_RUN_PER_SCRAPE);
    await check('target.json', 'nobody', ...NO_CERTIFICATE);
    await check('target.json', 'nobody-on-scrape', ...NO_CERTIFICATE, ...ONE_RUN_PER_SCRAPE);
  });

  test('counters are shown by a Prometheus that has no series for created timestamps', async (t) => {
    const prometheus = await prometheusOfDemo(
      t,
      '--enable-feature=created-timestamp-zero-ingestion',
    );

    await checkPanels(prometheus, 'sidecars.json', { empty: CREATED_IS_IN_THE_COUNTER });
  });
});

interface Wanted {
  readonly target?: string;
  readonly empty: readonly string[];
}

async function checkPanels(prometheus: Prometheus, file: string, { target, empty }: Wanted) {
  const dashboard = DASHBOARDS.get(file);
  assert.ok(dashboard);
  const chosen = { ...OF_GRAFANA, ...(target !== undefined && { target }) };
  const values = await filledIn(prometheus, dashboard, chosen);
  for (const { shown, expression, labels } of queriesOf(dashboard)) {
    const asked = interpolate(expression, values);
    if (empty.includes(shown)) {
      const found = await prometheus.query(`(${asked}) or on () vector(-1)`);
      assert.deepEqual(found, [{ labels: {}, value: -1 }], `${file}: ${shown} is not empty`);
      continue;
    }
    await eventually(`${file}: ${shown} with ${labels.join()}`, async () => {
      // Not a number is nothing to see.
      const found = await prometheus.query(`(${asked}) > -Inf`);
      const has = (label: string): boolean => found.some((one) => label in one.labels);
      return labels.every(has) ? found : undefined;
    });
  }
}

/** The variables' values: what is chosen, else all that there is. */
async function filledIn(
  prometheus: Prometheus,
  { templating }: Dashboard,
  chosen: Readonly<Record<string, string>>,
): Promise<Values> {
  const values: Record<string, string | readonly string[]> = { ...chosen };
  for (const variable of templating.list ?? []) {
    if (variable.type !== VariableType.Query) continue;
    const { label, expression } = questionOf(variable);
    const pattern = new RegExp((variable.regex ?? '/(.*)/').slice(1, -1));
    const found = await prometheus.query(interpolate(expression, values));
    const options = found.flatMap(({ labels }) => pattern.exec(labels[label] ?? '')?.[1] ?? []);
    const all = variable.allValue ?? options;
    const value = (values[variable.name] ??= all);
    assert.ok(
      Array.isArray(value) ? value.length > 0 : value === all || options.includes(String(value)),
      `${variable.name} offers ${options.join()}`,
    );
  }
  return values;
}

/** The demo, and beside it what it has not: certificates, and targets that nobody answers for. */
async function prometheusOfDemo(t: TestContext, ...flags: readonly string[]): Promise<Prometheus> {
  const { key, pem: cert } = selfSigned({
    subject: [['CN', 'localhost']],
    notAfter: new Date(Date.now() + 20 * 86_400_000),
  });
  const secure = await serveOn(
    t,
    createServer({ key, cert }, (_request, response) => response.end('ok')),
  );
  const nobody = await freePort();
  const demo = await launch(t, ['demo', '--web.listen-address=127.0.0.1:0']);
  const beside = await serve(
    t,
    `modules:
  web: { prober: http, timeout: 2s, http: { tls_config: { insecure_skip_verify: true } } }
targets:
  - { name: secure, module: web, target: 'https://127.0.0.1:${secure}/', labels: { team: web }, slo: { availability: 99 } }
  - { name: secure-on-scrape, module: web, target: 'https://127.0.0.1:${secure}/', interval: scrape, slo: { availability: 99 } }
  - { name: nobody, module: web, target: 'http://127.0.0.1:${nobody}/', labels: { team: web }, slo: { availability: 99 } }
  - { name: nobody-on-scrape, module: web, target: 'http://127.0.0.1:${nobody}/', interval: scrape, labels: { team: web }, slo: { availability: 99 } }
defaults: { interval: 2s }
`,
  );
  const exporters = [demo, beside].map(({ url }) => new URL(url).host);
  // Thirty days, looked at now and then, are a minute here.
  const { stdout } = await run('rules', `--config.file=${beside.file}`);
  const rules = stdout
    .replaceAll(/\[30d:\w+\]/g, '[1m:1s]')
    .replaceAll(/interval: \w+/g, 'interval: 1s');
  const config = await deployedPrometheus(exporters, await temporaryFile(t, 'slo.yml', rules));
  const prometheus = await startPrometheus(t, config, ...flags);
  await prometheus.query('count(probe_success) == 11');
  return prometheus;
}
