import { test } from 'node:test';
import { listen } from '../support/listen.ts';
import { compareEndpoints } from './support/endpoint-cases.ts';
import { startPair } from './support/pair.ts';

const CONFIG = `modules:
  http_2xx: { prober: http }
  connect: { prober: tcp, timeout: 2s }
  secret: { prober: http, http: { basic_auth: { username: me, password: hush } } }
  hosted: { prober: http, http: { headers: { Host: shop.example } } }
`;
const TIMEOUT = 'X-Prometheus-Scrape-Timeout-Seconds';

test('the endpoints answer as those of blackbox_exporter', async (t) => {
  const greeter = await listen(t, (socket) => socket.end('hello\r\n'));
  const pair = await startPair(t, CONFIG);
  const connect = 'GET /probe?module=connect&target=TARGET';
  await compareEndpoints(t, 'endpoints', { ...pair, target: greeter }, [
    { request: 'GET /-/healthy', compare: 'whole' },
    { request: 'HEAD /-/healthy' },
    { request: 'POST /-/healthy' },
    { request: 'GET /%2D/healthy', compare: 'whole' },
    { request: 'GET /-/ready' },
    { request: 'GET /-/nothing', compare: 'nothing' },
    { request: 'GET /', compare: 'nothing' },
    { request: 'HEAD /' },
    { request: 'POST /', compare: 'nothing' },
    { request: 'GET /nothing', compare: 'nothing' },
    { request: 'GET /probe/', compare: 'nothing' },
    { request: 'GET //probe', compare: 'nothing' },
    { request: 'GET /config', compare: 'first line' },
    { request: 'HEAD /config' },
    { request: 'POST /config' },
    { request: 'GET /config', headers: { Accept: 'application/json' } },
    {
      request: 'GET /config?masked',
      compare: (text) => String(text.includes('<secret>') && !text.includes('hush')),
    },

    { request: 'GET /-/reload', compare: 'whole' },
    { request: 'HEAD /-/reload' },
    { request: 'PUT /-/reload', compare: 'whole' },
    { request: 'DELETE /-/reload', compare: 'whole' },
    { request: 'POST /-/reload', compare: 'whole' },

    { request: 'GET /probe', compare: 'whole' },
    { request: 'GET /probe?target=', compare: 'whole' },
    { request: 'GET /probe?module=connect', compare: 'whole' },
    { request: 'GET /probe?module=&target=', compare: 'whole' },
    { request: 'GET /probe?module=nobody', compare: 'whole' },
    { request: 'GET /probe?module=nobody&target=x', compare: 'whole' },
    { request: 'GET /probe?module=a%22b%0Ac&target=x', compare: 'whole' },
    { request: 'GET /probe?module=%C3%A4%E2%98%83&target=x', compare: 'whole' },
    { request: 'GET /probe?module=%ff&target=x', compare: 'whole' },
    { request: 'GET /%70robe?module=nobody&target=x', compare: 'whole' },
    { request: 'HEAD /probe?module=nobody&target=x' },
    { request: 'GET /probe?module=connect&module=nobody&target=', compare: 'whole' },
    { request: 'POST /probe?module=nobody&target=x', compare: 'whole' },
    { request: 'GET /probe?module=hosted&target=x&hostname=other.example', compare: 'whole' },
    { request: 'GET /probe?module=http_2xx&target=%zz', compare: 'nothing' },
    { request: 'GET /probe?module=connect&target=nonsense', compare: 'nothing' },
    { request: connect, compare: verdict },
    {
      request: connect,
      headers: { Accept: 'application/openmetrics-text; version=1.0.0' },
      compare: 'nothing',
    },
    { request: connect, headers: { Accept: 'text/plain;version=0.0.4' }, compare: verdict },
    {
      request: connect,
      headers: {
        Accept:
          'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited',
      },
      compare: 'nothing',
    },
    { request: connect, headers: { Accept: 'text/html' }, compare: verdict },
    { request: connect, headers: { 'Accept-Encoding': 'gzip' }, compare: verdict },
    { request: connect.replace('GET', 'HEAD'), compare: verdict },
    { request: connect.replace('GET', 'POST'), compare: verdict },
    { request: connect.replace('GET', 'DELETE'), compare: verdict },
    {
      request: 'POST /probe?module=connect',
      body: 'target=127.0.0.1:1',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      compare: 'whole',
    },
    { request: `${connect}&target=other:1`, compare: verdict },
    { request: `${connect}&long=${'x'.repeat(100_000)}`, compare: verdict },
    { request: `${connect}&debug=true`, compare: sections },
    { request: `${connect}&debug=TRUE`, compare: verdict },
    { request: `${connect}&debug=1`, compare: verdict },
    { request: `${connect}&debug=true`, headers: { [TIMEOUT]: '1' }, compare: sections },
    { request: connect.replace('TARGET', 'ENCODED'), compare: verdict },
    { request: connect.replace('TARGET', 'TWICE'), compare: verdict },
    { request: connect, headers: { [TIMEOUT]: '5' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: '' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: '0' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: 'abc' }, compare: beginning },
    { request: connect, headers: { [TIMEOUT]: '5s' }, compare: beginning },
    { request: connect, headers: { [TIMEOUT]: '1e1' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: '0x10' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: '-5' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: 'NaN' }, compare: verdict },
    { request: connect, headers: { [TIMEOUT]: 'Inf' }, compare: verdict },
    {
      request: `GET /probe?module=nobody&target=x`,
      headers: { [TIMEOUT]: 'abc' },
      compare: beginning,
    },
    { request: `GET /probe?module=connect`, headers: { [TIMEOUT]: 'abc' }, compare: beginning },

    { request: 'GET /logs', compare: 'whole' },
    { request: 'GET /logs?id=abc', compare: 'whole' },
    { request: 'GET /logs?id=-1', compare: 'whole' },
    { request: 'GET /logs?id=99999', compare: 'whole' },
    { request: 'GET /logs?target=nobody', compare: 'whole' },
    { request: 'GET /logs?module=connect', compare: 'whole' },
    { request: 'GET /logs?id=0&target=x', compare: 'whole' },
    { request: 'GET /logs?id=0&module=connect', compare: 'whole' },
    { request: 'GET /logs?id=0', compare: sections },
    { request: 'GET /logs?target=TARGET', compare: sections },
    { request: 'GET /logs?target=TARGET&module=connect', compare: sections },
    { request: 'GET /logs?target=TARGET&module=http_2xx', compare: 'whole' },
    { request: 'HEAD /logs?id=0' },
    { request: 'POST /logs?id=0', compare: sections },

    {
      request: 'GET /metrics',
      compare: (text) => String(/^blackbox_module_unknown_total .*/m.exec(text)),
    },
    {
      request: 'GET /metrics?own',
      compare: (text) => [...text.matchAll(/^blackbox_\w+/gm)].map(String).sort().join(' '),
    },
    {
      request: 'GET /metrics?reload',
      compare: (text) => String(/^blackbox_exporter_config_last_reload_successful .*/m.exec(text)),
    },
    { request: 'HEAD /metrics' },
    { request: 'POST /metrics', compare: 'nothing' },
  ]);
});

/** What a run found, if it was one. */
function verdict(text: string): string {
  return /^probe_success .*/m.exec(text)?.[0] ?? 'none';
}

/** A message without its details. */
function beginning(text: string): string {
  return text.split(': ')[0] ?? '';
}

/** The headings of a report. */
function sections(text: string): string {
  return (text.match(/^[A-Z].*:$/gm) ?? []).join('\n');
}
