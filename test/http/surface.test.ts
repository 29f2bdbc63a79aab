import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, startWith } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';

const HOSTILE = '<script>alert(1)</script>';
const CONFIG = (address: string) => `
modules:
  launches: { prober: sidecar, timeout: 2s }
  greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^hello' }] } }
targets:
  - { name: orders, module: launches, target: '${address}', interval: scrape, labels: { team: shop } }
  - { name: 'odd/na me?', module: greeting, target: '${address}', interval: scrape }
  - { name: hourly, module: launches, target: '${address}', interval: 1h }
`;

test('the routes answer as they should, and others say where to go', async (t) => {
  const address = await listen(t, (socket) => socket.end(`${HOSTILE}\n`));
  const { url } = await startWith(t, CONFIG(address));
  const check = async (path: string, method: string, status: number, wanted: RegExp) => {
    const answer = await get(url + path, { method });
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`);
    assert.match(answer.text, wanted);
  };

  await check('-/healthy', 'GET', 200, /^Healthy$/);
  await check('-/ready', 'GET', 200, /./);
  await check('-/reload', 'POST', 200, /^$/);
  await check('-/reload', 'GET', 405, /requires a POST request/);
  await check('targets.json', 'POST', 405, /requires a GET request/);
  await check('metrics', 'HEAD', 200, /^$/);
  await check('metrics', 'POST', 200, /^# HELP/);
  await check('config', 'GET', 200, /prober: sidecar/);
  await check('nowhere', 'GET', 200, /<h1>2 of 3 targets fail<\/h1>/);
  await check('targets/nope', 'GET', 404, /no target of this name/);
  await check('targets/%', 'GET', 400, /not well encoded/);
});

test('a path that is not there can be told to be an error', async (t) => {
  const { url } = await startWith(t, CONFIG('127.0.0.1:8003'), { strictPaths: true });

  const { status, text } = await get(`${url}nowhere`);

  assert.equal(status, 404);
  assert.equal(text, 'no such page; the start page is /\n');
});

test('http_sd hands Prometheus the on-scrape targets, with the labels of /metrics', async (t) => {
  const { url } = await startWith(t, CONFIG('127.0.0.1:8003'));

  const { text, headers } = await get(`${url}targets.json`);

  assert.equal(headers.get('content-type'), 'application/json');
  const host = new URL(url).host;
  const where = { __scheme__: 'http', __metrics_path__: '/probe' };
  assert.deepEqual(JSON.parse(text), [
    {
      targets: [host],
      labels: {
        ...where,
        __param_name: 'orders',
        target: 'orders',
        module: 'launches',
        instance: '127.0.0.1:8003',
        team: 'shop',
      },
    },
    {
      targets: [host],
      labels: {
        ...where,
        __param_name: 'odd/na me?',
        target: 'odd/na me?',
        module: 'greeting',
        instance: '127.0.0.1:8003',
      },
    },
  ]);
});

test('under a prefix everything moves, and / leads there', async (t) => {
  const { url } = await startWith(t, CONFIG('127.0.0.1:8003'), {
    routePrefix: '/synthetic/',
    externalUrl: new URL('https://probes.example/synthetic/'),
  });

  const { text } = await get(`${url}synthetic/targets.json`);
  const start = await fetch(url, { redirect: 'manual' });

  const [first] = JSON.parse(text) as [{ targets: string[]; labels: Record<string, string> }];
  assert.deepEqual(first.targets, ['probes.example']);
  assert.equal(first.labels['__scheme__'], 'https');
  assert.equal(first.labels['__metrics_path__'], '/synthetic/probe');
  assert.equal(start.status, 302);
  assert.equal(start.headers.get('location'), 'https://probes.example/synthetic/');
  assert.equal((await get(`${url}metrics`)).status, 404);
  assert.match((await get(`${url}synthetic/`)).text, /href="\.\/targets\/orders"/);
});

test('the pages list the targets, explain the last failure, and run nothing that a target says', async (t) => {
  const address = await listen(t, (socket) => socket.end(`${HOSTILE}\n`));
  const { url } = await startWith(t, CONFIG(address));
  await get(`${url}metrics`);

  const index = await get(url);
  const odd = await get(`${url}targets/${encodeURIComponent('odd/na me?')}`);

  assert.match(index.text, /<h1>2 of 3 targets fail<\/h1>/);
  assert.match(index.text, /<a href="\.\/targets\/odd%2Fna%20me%3F">odd\/na me\?<\/a>/);
  assert.match(index.text, /<strong>content in \w+<\/strong>/);
  assert.match(odd.text, /&lt;script&gt;/);
  for (const { text, headers } of [index, odd]) {
    // The one of the page.
    assert.equal(text.match(/<script/g)?.length, 1);
    assert.match(
      headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src 'sha256-/,
    );
  }
});

test('requests are counted by route and status', async (t) => {
  const { url } = await startWith(t, CONFIG('127.0.0.1:8003'));
  await get(`${url}-/healthy`);
  await get(`${url}nowhere`);
  await get(`${url}targets/a`);

  const { text } = await get(`${url}metrics?scope=exporter`);

  const counts = [...text.matchAll(/^synthetic_exporter_http_requests_total({.*} \d)$/gm)].map(
    ([, one]) => one,
  );
  assert.deepEqual(counts, [
    '{route="/-/healthy",code="200"} 1',
    '{route="none",code="200"} 1',
    '{route="/targets/*",code="404"} 1',
  ]);
});
