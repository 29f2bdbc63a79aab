import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { serve } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { serve as serveOn } from '../support/serve.ts';

// As dashboards and alerts for blackbox_exporter ask: by instance, and for nothing that only we have.
const QUERIES = [
  'probe_success',
  'probe_http_status_code',
  'probe_http_version',
  'probe_http_ssl',
  'probe_http_redirects',
  'probe_failed_due_to_regex',
  'probe_ip_protocol',
  'probe_ssl_earliest_cert_expiry',
  'probe_tls_version_info',
  'count by (instance) (probe_http_duration_seconds{JOB})',
  'probe_success{JOB} == 0',
  '(probe_http_status_code{JOB} <= 199) or (probe_http_status_code{JOB} >= 400)',
  'round((last_over_time(probe_ssl_earliest_cert_expiry{JOB}[10m]) - time()) / 86400) < 40',
];

test('a query of a dashboard finds the same by both roads: relabelled /probe, and scheduled /metrics', async (t) => {
  const { key, pem: cert } = selfSigned({
    subject: [['CN', 'localhost']],
    notAfter: new Date(Date.now() + 30 * 86_400_000),
  });
  const plain = await serveOn(
    t,
    createHttpServer((_request, response) => response.end('ok')),
  );
  const secure = await serveOn(
    t,
    createHttpsServer({ key, cert }, (_request, response) => response.end('ok')),
  );
  const targets = [
    `http://127.0.0.1:${plain}/`,
    `https://127.0.0.1:${secure}/`,
    `http://127.0.0.1:${await freePort()}/`,
  ];
  const listed = targets.map(
    (target, index) => `  - { name: t${index}, module: web, target: '${target}', interval: 1s }`,
  );
  const { url } = await serve(
    t,
    `modules:
  web: { prober: http, timeout: 1s, http: { tls_config: { insecure_skip_verify: true } } }
targets:
${listed.join('\n')}
`,
  );
  const exporter = new URL(url).host;
  const prometheus = await startPrometheus(
    t,
    `
global: { scrape_interval: 1s }
scrape_configs:
  - job_name: asked
    metrics_path: /probe
    params: { module: [web] }
    static_configs: [{ targets: ${JSON.stringify(targets)} }]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: '${exporter}' }
  - job_name: scheduled
    honor_labels: true
    static_configs: [{ targets: ['${exporter}'] }]
`,
  );
  async function answer(query: string, job: string): Promise<readonly string[]> {
    const asked = query.includes('JOB')
      ? query.replaceAll('JOB', `job="${job}"`)
      : `${query}{job="${job}"}`;
    const found = await prometheus.query(`max by (instance) (${asked})`);
    return found.map(({ labels, value }) => `${labels['instance']} ${value}`).sort();
  }
  await prometheus.query('count(probe_success{job="asked"}) == 3');
  await prometheus.query('count(probe_success{job="scheduled"}) == 3');

  for (const query of QUERIES) {
    const asked = await answer(query, 'asked');
    assert.deepEqual(await answer(query, 'scheduled'), asked, query);
    assert.ok(asked.length > 0, query);
  }
});
