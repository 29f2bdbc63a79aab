import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { get, startWith, valueOf } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';
import { lint } from '../support/programs.ts';
import { eventually } from '../support/prometheus.ts';

const MODULES = 'modules: { launches: { prober: sidecar, timeout: 5s } }\n';
const OPENMETRICS = { headers: { Accept: 'application/openmetrics-text;version=1.0.0' } };
const LAUNCHED = '{"launched": "2020-11-04T17:57:42.448578", "requests": 42}\n';

function onScrape(addresses: readonly string[]): string {
  const targets = addresses.map(
    (address, index) =>
      `  - { name: t${index}, module: launches, target: '${address}', interval: scrape }\n`,
  );
  return `${MODULES}targets:\n${targets.join('')}`;
}

test('a side-car’s launched is the created timestamp, right after its own total', async (t) => {
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const { url } = await startWith(t, onScrape([address]));

  const { text, headers } = await get(`${url}metrics`, OPENMETRICS);
  const own = text.split('\n').filter((line) => line.includes('sidecar_requests'));

  const labels = `{target="t0",module="launches",instance="${address}"}`;
  assert.deepEqual(own, [
    '# TYPE sidecar_requests counter',
    '# HELP sidecar_requests Requests that the service says it has served.',
    `sidecar_requests_total${labels} 42`,
    `sidecar_requests_created${labels} 1604512662.448578`,
  ]);
  assert.ok(text.endsWith('\n# EOF\n'));
  assert.equal(
    headers.get('content-type'),
    'application/openmetrics-text; version=1.0.0; charset=utf-8',
  );
});

test('in text, created is a gauge family of its own behind the counter', async (t) => {
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const { url } = await startWith(t, onScrape([address]));

  const { text } = await get(`${url}probe?name=t0`);
  const own = text.split('\n').filter((line) => line.includes('sidecar_requests'));

  assert.deepEqual(own, [
    '# HELP sidecar_requests_total Requests that the service says it has served.',
    '# TYPE sidecar_requests_total counter',
    'sidecar_requests_total 42',
    '# HELP sidecar_requests_created Requests that the service says it has served.',
    '# TYPE sidecar_requests_created gauge',
    'sidecar_requests_created 1604512662.448578',
  ]);
});

test('twenty slow on-scrape targets are asked at once, once each, for ten scrapers', async (t) => {
  const waiting: Socket[] = [];
  let asked = 0;
  const { promise: allAsked, resolve } = Promise.withResolvers<void>();
  const serve = (socket: Socket): void => {
    asked += 1;
    waiting.push(socket);
    if (asked === 20) resolve();
  };
  const addresses = await Promise.all(Array.from({ length: 20 }, () => listen(t, serve)));
  const { url } = await startWith(t, onScrape(addresses));

  const scrapes = Array.from({ length: 10 }, () => get(`${url}metrics?scope=targets`));
  // None answers before all have been asked: one after the other would never come this far.
  await allAsked;
  await eventually('all ten scrapes are in', async () => {
    const { text } = await get(`${url}metrics?scope=exporter`);
    return /probes_in_flight 20\n/.test(text) ? true : undefined;
  });
  for (const socket of waiting) socket.end(LAUNCHED);
  const answers = await Promise.all(scrapes);

  assert.equal(asked, 20);
  for (const { text } of answers) assert.equal(text.match(/^probe_success{.*} 1$/gm)?.length, 20);
});

test('a hanging target ends within the scraper’s timeout and takes nobody with it', async (t) => {
  const hanging = await listen(t, () => {});
  const good = await listen(t, (socket) => socket.end(LAUNCHED));
  const { url } = await startWith(t, onScrape([hanging, good]));

  const { text } = await get(`${url}metrics?scope=targets`, {
    headers: { 'X-Prometheus-Scrape-Timeout-Seconds': '0.8' },
  });

  const of = (name: string, address: string): string =>
    `{target="${name}",module="launches",instance="${address}"}`;
  assert.equal(valueOf(text, `probe_success${of('t0', hanging)}`), '0');
  assert.equal(valueOf(text, `probe_success${of('t1', good)}`), '1');
  assert.equal(valueOf(text, `probe_timeout_seconds${of('t1', good)}`), '0.3');
  assert.match(text, /^probe_failure_info{target="t0",.*reason="timeout",phase="read"} 1$/m);
});

test('one scraper that hangs up does not end the run of another', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<Socket>();
  const address = await listen(t, isAsked);
  const { url } = await startWith(t, onScrape([address]));
  const leaving = new AbortController();
  const left = get(`${url}probe?name=t0`, { signal: leaving.signal }).catch(
    (error: Error) => error,
  );
  const staying = get(`${url}probe?name=t0`);
  const socket = await asked;

  leaving.abort();
  await left;
  // Until the exporter has seen the first go, the answer would prove nothing.
  await sleep(50);
  socket.end(LAUNCHED);

  assert.match((await staying).text, /^sidecar_requests_total 42$/m);
});

test('when nobody waits any more, the connection to the target is closed', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<Socket>();
  const address = await listen(t, isAsked);
  const { url } = await startWith(t, onScrape([address]));
  const leaving = new AbortController();
  const left = get(`${url}probe?name=t0`, { signal: leaving.signal }).catch(
    (error: Error) => error,
  );
  const socket = await asked;

  leaving.abort();
  await left;
  socket.resume();

  await once(socket, 'end');
});

test('scheduled targets come with counters from 0, a state, and a start that stays put', async (t) => {
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const config = `${MODULES}targets: [{ name: orders, module: launches, target: '${address}', interval: 100ms }]\n`;
  const exporter = await startWith(t, config);
  const scrape = async () =>
    (await get(`${exporter.url}metrics?scope=scheduled`, OPENMETRICS)).text;
  const labels = `target="orders",module="launches",instance="${address}"`;

  const first = await eventually('two runs', async () => {
    const text = await scrape();
    const runs = valueOf(text, `probe_runs_total{${labels},outcome="success"}`);
    return Number(runs) >= 2 ? text : undefined;
  });
  await exporter.reload();
  const second = await scrape();

  assert.equal(valueOf(first, `probe_runs_total{${labels},outcome="failure"}`), '0');
  assert.equal(valueOf(first, `probe_state{${labels},probe_state="up"}`), '1');
  assert.equal(valueOf(first, `probe_state{${labels},probe_state="unknown"}`), '0');
  assert.equal(valueOf(first, `probe_target_info{${labels},interval="100ms"}`), '1');
  assert.equal(valueOf(first, `sidecar_requests_created{${labels}}`), '1604512662.448578');
  for (const series of [
    'probe_runs_created',
    'probe_runs_skipped_created',
    'probe_latency_seconds_created',
  ]) {
    const name =
      series === 'probe_runs_created'
        ? `${series}{${labels},outcome="success"}`
        : `${series}{${labels}}`;
    assert.ok(valueOf(first, name) !== undefined, name);
    assert.equal(valueOf(second, name), valueOf(first, name));
  }
});

test('a target that has not run yet shows no result, and its state is unknown', async (t) => {
  const address = await listen(t, () => {});
  const config = `${MODULES}targets: [{ name: orders, module: launches, target: '${address}', interval: 24h }]\n`;
  const { url } = await startWith(t, config);

  const { text } = await get(`${url}metrics?scope=scheduled`);

  assert.doesNotMatch(text, /probe_success|probe_last_run|probe_failure/);
  assert.match(text, /^probe_state{.*probe_state="unknown"} 1$/m);
  assert.match(text, /^probe_runs_total{.*outcome="success"} 0$/m);
});

test('everything that is exposed passes promtool’s lint', async (t) => {
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const { url } = await startWith(t, onScrape([address, '127.0.0.1:1']));
  await get(`${url}nowhere`);

  assert.equal(await lint((await get(`${url}metrics`)).text), '');
  assert.equal(await lint((await get(`${url}probe?name=t0`)).text), '');
  assert.equal(await lint((await get(`${url}probe?name=t1`)).text), '');
});

test('scope takes the words that it knows', async (t) => {
  const { url } = await startWith(t, MODULES);

  const wrong = await get(`${url}metrics?scope=everything`);

  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /got scope=everything, want targets or scheduled or exporter/);
});
