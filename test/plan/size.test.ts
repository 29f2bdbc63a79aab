import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type TestContext, test } from 'node:test';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { loadConfig } from '../../src/config/load.ts';
import { FORMATS } from '../../src/exposition/format.ts';
import { type Size, sizeOf } from '../../src/plan/size.ts';
import { selfSigned } from '../support/certificates.ts';
import { temporaryFile } from '../support/command.ts';
import { dnsAnswer, dnsRecord, startDnsServer } from '../support/dns-server.ts';
import { get, startWith } from '../support/exporter.ts';
import { serveHealth } from '../support/health-server.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';
import { serve } from '../support/serve.ts';
import { testConfig } from '../support/test-config.ts';

const TARGETS = 20;
const leaf = selfSigned({
  subject: [
    ['C', 'DE'],
    ['O', 'Shop'],
    ['CN', 'shop.example'],
  ],
  names: ['127.0.0.1', 'shop.example', 'www.shop.example'],
  authority: true,
});

/** A config of twenty targets of one module. */
function configOf(module: string, target: string, interval: string, more = ''): string {
  const list = Array.from(
    { length: TARGETS },
    (_, index) =>
      `  - { name: shop-${index}.example, module: shop, target: '${target}', labels: { team: web } }\n`,
  );
  return `modules:\n  shop: ${module}\ndefaults: { interval: ${interval} }\n${more}targets:\n${list.join('')}`;
}

/** Holds the plan of a config against what a scrape of its targets really brings. */
async function compare(t: TestContext, text: string): Promise<void> {
  const { file, url } = await startWith(t, text);
  const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
  assert.equal(loaded.outcome, 'loaded');
  const planned = sizeOf(loaded.config.targets, loaded.config);
  const found = await eventually('every target is up', async () => {
    const { text: body } = await get(`${url}metrics?scope=targets`);
    return body.match(/^probe_success\{.* 1$/gm)?.length === TARGETS ? body : undefined;
  });

  const lines = found.match(/^[^#].*/gm) ?? [];
  const created = lines.filter((line) => /^\w+_created\{/.test(line)).length;
  near(planned.series, lines.length - created, 'series');
  assert.equal(planned.createdSeries, created);
  for (const format of FORMATS) {
    const answer = await fetch(`${url}metrics?scope=targets`, { headers: ACCEPT[format] });
    near(planned.bytes[format], (await answer.bytes()).length, format);
  }
}

const ACCEPT: Readonly<Record<keyof Size['bytes'], Record<string, string>>> = {
  text: { Accept: 'text/plain', 'Accept-Encoding': 'identity' },
  openmetrics: {
    Accept: 'application/openmetrics-text; version=1.0.0',
    'Accept-Encoding': 'identity',
  },
  protobuf: {
    Accept:
      'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
    'Accept-Encoding': 'identity',
  },
};

function near(planned: number, found: number, what: string): void {
  assert.ok(Math.abs(planned - found) <= found / 10, `${what}: planned ${planned}, found ${found}`);
}

async function serveShop(t: TestContext): Promise<string> {
  return `http://127.0.0.1:${await serve(
    t,
    createHttpServer((_request, response) => response.end('ok')),
  )}/health`;
}

test('http targets on the schedule', async (t) => {
  await compare(t, configOf('{ prober: http }', await serveShop(t), '300ms'));
});

test('http targets on scrape', async (t) => {
  await compare(t, configOf('{ prober: http }', await serveShop(t), 'scrape'));
});

test('without created timestamps, and with other buckets', async (t) => {
  const exposition = 'exposition: { created: protobuf, buckets: [0.1, 1] }\n';
  await compare(t, configOf('{ prober: http }', await serveShop(t), '300ms', exposition));
});

test('https targets, by the scheme', async (t) => {
  const server = createHttpsServer({ key: leaf.key, cert: leaf.pem }, (_request, response) => {
    response.end('ok');
  });
  const target = `https://127.0.0.1:${await serve(t, server)}/health`;
  const module = '{ prober: http, http: { tls_config: { insecure_skip_verify: true } } }';
  await compare(t, configOf(module, target, '300ms'));
});

test('tcp targets', async (t) => {
  const target = await listen(t, (socket) => socket.write('220 ready\r\n'));
  const module = "{ prober: tcp, tcp: { query_response: [{ expect: '^220' }] } }";
  await compare(t, configOf(module, target, '300ms'));
});

test('tcp targets with TLS, by the setting', async (t) => {
  const { tls } = await startDnsServer(t, () => [], leaf);
  const module = '{ prober: tcp, tcp: { tls: true, tls_config: { insecure_skip_verify: true } } }';
  await compare(t, configOf(module, tls, '300ms'));
});

test('side-cars', async (t) => {
  const target = await listen(t, (socket) => {
    socket.end('{"launched":"2026-11-21T10:05:01.733578","requests":42}\n');
  });
  await compare(t, configOf('{ prober: sidecar }', target, '300ms'));
});

test('clocks', async (t) => {
  const target = await listen(t, (socket) => {
    socket.end(`${new Date().toUTCString()}\r\n`);
  });
  await compare(t, configOf('{ prober: daytime }', target, '300ms'));
});

test('gRPC services', async (t) => {
  const { port } = await serveHealth(t, { services: { '': 1 } });
  await compare(t, configOf('{ prober: grpc }', `127.0.0.1:${port}`, '300ms'));
});

test('name servers', async (t) => {
  const { udp } = await startDnsServer(t, (query) => [
    dnsAnswer(query, { answer: [dnsRecord(1, '7f000001')] }),
  ]);
  const module = '{ prober: dns, dns: { query_name: shop.example, query_type: A } }';
  await compare(t, configOf(module, udp, '300ms'));
});

test('what many targets expose is that of a sample, and their series are counted', async (t) => {
  const line = (index: number): string =>
    `  - { name: t${index}, module: ${index % 100 === 0 ? 'rare' : 'usual'}, target: 'a.example:1' }\n`;
  const load = async (count: number) => {
    const list = Array.from({ length: count }, (_, index) => line(index)).join('');
    const modules =
      'modules: { usual: { prober: tcp }, rare: { prober: tcp, tcp: { tls: true } } }';
    const file = await temporaryFile(t, 'exporter.yml', `${modules}\ntargets:\n${list}`);
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    assert.equal(loaded.outcome, 'loaded');
    return sizeOf(loaded.config.targets, loaded.config);
  };

  const [some, many] = [await load(1000), await load(4000)];

  assert.equal(many.series, 4 * some.series);
  for (const format of FORMATS) {
    const ratio = many.bytes[format] / some.bytes[format];
    // The headings are there once, and some names have a digit more.
    assert.ok(ratio > 3.95 && ratio < 4.05, `${format}: ${ratio}`);
  }
});

test('no targets are nothing', () => {
  const bytes = { text: 0, openmetrics: 0, protobuf: 0 };
  assert.deepEqual(sizeOf([], testConfig([])), { series: 0, createdSeries: 0, bytes });
});
