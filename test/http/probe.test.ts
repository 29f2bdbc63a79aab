import assert from 'node:assert/strict';
import { test } from 'node:test';
import { get, startWith, valueOf } from '../support/exporter.ts';
import { freshGet } from '../support/fresh-get.ts';
import { listen } from '../support/listen.ts';

const MODULES = `modules:
  launches: { prober: sidecar, timeout: 5s }
  greeting: { prober: tcp, timeout: 5s, tcp: { query_response: [{ expect: '^hello' }] } }
`;
const LAUNCHED = '{"launched": "2020-11-04T17:57:42.448578", "requests": 42}\n';

test('a failed probe is a good answer: 200, probe_success 0, reason and phase', async (t) => {
  const { url } = await startWith(t, MODULES);

  const { status, text } = await get(`${url}probe?module=launches&target=127.0.0.1:1`);

  assert.equal(status, 200);
  assert.equal(valueOf(text, 'probe_success'), '0');
  assert.equal(valueOf(text, 'probe_failure_info{reason="refused",phase="connect"}'), '1');
});

test('a request that makes no sense is refused in words', async (t) => {
  const { url } = await startWith(t, MODULES);
  const refused = async (query: string, status: number, wanted: RegExp): Promise<void> => {
    const answer = await get(`${url}probe?${query}`);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.text, wanted);
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
  };

  await refused('module=nope&target=x', 400, /^Unknown module "nope"\n$/);
  await refused('target=x', 400, /^Unknown module "http_2xx"\n$/);
  await refused('module=launches', 400, /^Target parameter is missing\n$/);
  await refused('module=launches&target=', 400, /^Target parameter is missing\n$/);
  await refused('module=launches&target=no port', 400, /want .*host:port/);
  await refused('name=nope', 400, /^Unknown target name "nope"\n$/);
  const { text } = await get(`${url}metrics?scope=exporter`);
  assert.equal(valueOf(text, 'blackbox_module_unknown_total'), '2');
  assert.equal(valueOf(text, 'synthetic_exporter_module_unknown_total'), '2');
});

test('a target that was encoded twice is understood, one that makes sense is left as it is', async (t) => {
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const { url } = await startWith(t, MODULES);
  const twice = encodeURIComponent(encodeURIComponent(address));

  const { text } = await get(`${url}probe?module=launches&target=${twice}`);

  assert.equal(valueOf(text, 'sidecar_requests_total'), '42');
});

test('the guard’s no to the target itself is a 403 that names the network', async (t) => {
  const { url } = await startWith(t, `${MODULES}access: { deny: [127.0.0.0/8] }\n`);

  const refused = await get(`${url}probe?module=launches&target=127.0.0.1:1`);
  const named = await get(`${url}probe?module=launches&target=localhost:1`);
  const mapped = await get(`${url}probe?module=launches&target=[::ffff:127.0.0.1]:1`);

  assert.deepEqual([refused.status, named.status, mapped.status], [403, 403, 403]);
  assert.match(refused.text, /127\.0\.0\.0\/8/);
});

test('cloud metadata and link-local addresses are denied from the start', async (t) => {
  const { url } = await startWith(t, MODULES);

  for (const target of ['169.254.169.254:80', '[fe80::1]:80', '[fd00:ec2::254]:80']) {
    assert.equal((await get(`${url}probe?module=launches&target=${target}`)).status, 403, target);
  }
});

test('with access.targets: listed only what is listed can be asked for', async (t) => {
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const other = await listen(t, (socket) => socket.end(LAUNCHED));
  const { url } = await startWith(
    t,
    `${MODULES}access: { targets: listed }
targets: [{ name: orders, module: launches, target: '${address}', interval: scrape }]
`,
  );

  const listed = await get(`${url}probe?module=launches&target=${address}`);
  const byName = await get(`${url}probe?name=orders`);
  const unlisted = await get(`${url}probe?module=launches&target=${other}`);
  const otherModule = await get(`${url}probe?module=greeting&target=${address}`);

  assert.deepEqual(
    [listed.status, byName.status, unlisted.status, otherModule.status],
    [200, 200, 403, 403],
  );
  // What blackbox_exporter does not have is for those that are asked for by name.
  assert.match(byName.text, /^probe_state{probe_state="up"} 1$/m);
  assert.doesNotMatch(listed.text, /probe_state/);
});

test('a guarded target on /metrics is a failure with reason blocked, and its state unknown', async (t) => {
  const { url } = await startWith(
    t,
    `${MODULES}access: { deny: [127.0.0.0/8] }
targets: [{ name: orders, module: launches, target: '127.0.0.1:1', interval: scrape }]
`,
  );

  const { status, text } = await get(`${url}metrics?scope=targets`);

  assert.equal(status, 200);
  assert.match(text, /^probe_failure_info{target="orders",.*reason="blocked",phase="connect"} 1$/m);
  assert.match(text, /^probe_state{target="orders",.*probe_state="unknown"} 1$/m);
});

test('debug=true shows log, metrics and settings, without secrets', async (t) => {
  const address = await listen(t, (socket) => socket.end('good day\n'));
  const { url } = await startWith(t, MODULES);

  const { status, text, headers } = await get(
    `${url}probe?module=greeting&target=${address}&debug=true`,
  );

  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.match(text, /^Logs for the probe:\n/);
  assert.match(text, /msg="Probe failed" reason=content phase=\w+ detail=/);
  assert.match(text, /good day/);
  assert.match(text, /\n\n\nMetrics that would have been returned:\n# HELP /);
  assert.match(text, /\n\n\nModule configuration:\ngreeting:\n/);
});

test('a report says which host name the request put in place of the target’s', async (t) => {
  const { url } = await startWith(t, MODULES);
  const start = async (query: string): Promise<string> => {
    const { text } = await get(`${url}probe?target=127.0.0.1:1&debug=true&${query}`);
    return /msg="Beginning probe" .*/.exec(text)?.[0] ?? '';
  };

  assert.match(await start('module=greeting&hostname=shop.example'), / hostname=shop\.example /);
  assert.doesNotMatch(await start('module=greeting'), /hostname/);
  assert.doesNotMatch(await start('module=launches&hostname=shop.example'), /hostname/);
});

test('reports and the log say nothing that the page of the run would mask', async (t) => {
  const address = await listen(t, (socket) => {
    socket.once('data', (said) => socket.end(`500 what is ${String(said)}`));
  });
  const exporter = await startWith(
    t,
    `modules:
  login:
    prober: tcp
    timeout: 5s
    tcp: { query_response: [{ send: PASS swordfish }, { expect: '^200' }] }
`,
  );

  const { text } = await get(`${exporter.url}probe?module=login&target=${address}&debug=true`);

  const [told = ''] = text.split('\n\n\n');
  for (const log of [told, exporter.log.join('')]) {
    assert.match(log, /detail=".*500 what is PASS <secret>/);
    assert.doesNotMatch(log, /swordfish/);
  }
});

test('a malformed timeout header is answered as blackbox_exporter does', async (t) => {
  const { url } = await startWith(t, MODULES);

  const { status, text } = await get(`${url}probe?module=launches&target=127.0.0.1:1`, {
    headers: { 'X-Prometheus-Scrape-Timeout-Seconds': 'soon' },
  });

  assert.equal(status, 500);
  assert.match(text, /^Failed to parse timeout from Prometheus header: /);
});

test('of two timeout headers the first counts', async (t) => {
  const { url } = await startWith(t, MODULES);
  const headers = { 'X-Prometheus-Scrape-Timeout-Seconds': ['5', 'soon'] };

  const { status } = await freshGet(`${url}probe?module=launches&target=127.0.0.1:1`, { headers });

  assert.equal(status, 200);
});

test('past runs can be looked at by id and by target, the newest first', async (t) => {
  const address = await listen(t, (socket) => socket.end('hello\n'));
  const { url } = await startWith(t, MODULES);
  await get(`${url}probe?module=launches&target=${address}`);
  await get(`${url}probe?module=greeting&target=${address}`);

  const newest = await get(`${url}logs?target=${address}`);
  const narrowed = await get(`${url}logs?target=${address}&module=launches`);
  const byId = await get(`${url}logs?id=0`);

  assert.match(newest.text, /module=greeting/);
  assert.match(narrowed.text, /reason=payload/);
  assert.equal(byId.text, narrowed.text);
  assert.equal((await get(`${url}logs?id=99`)).status, 404);
  assert.equal((await get(`${url}logs`)).status, 400);
  assert.equal((await get(`${url}logs?module=launches`)).status, 400);
  assert.equal((await get(`${url}logs?id=0&target=${address}`)).status, 400);
});
