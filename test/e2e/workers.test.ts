import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { run, type Serving, serve, temporaryFile } from '../support/command.ts';
import { type CountingSidecar, countingSidecar } from '../support/counting-sidecar.ts';
import { valueOf } from '../support/exporter.ts';
import { freshGet } from '../support/fresh-get.ts';
import { listen } from '../support/listen.ts';
import { readMetricFamilies } from '../support/metric-families.ts';
import { lint } from '../support/programs.ts';
import { eventually } from '../support/prometheus.ts';

const MODULES = 'modules: { launches: { prober: sidecar, timeout: 900ms } }\n';
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

type Sidecars = ReadonlyMap<string, CountingSidecar>;

/** Eight targets for two workers: both have some. */
async function serveEight(
  t: TestContext,
  interval: string,
): Promise<Serving & { readonly sidecars: Sidecars }> {
  const sidecars = new Map<string, CountingSidecar>();
  for (const name of NAMES) sidecars.set(name, await countingSidecar(t));
  const serving = await serve(t, configOf(sidecars, interval), '--workers=2');
  return { ...serving, sidecars };
}

function configOf(sidecars: Sidecars, interval: string): string {
  const targets = [...sidecars].map(
    ([name, { address }]) =>
      `  - { name: ${name}, module: launches, target: '${address}', interval: ${interval} }\n`,
  );
  return `${MODULES}targets:\n${targets.join('')}`;
}

function labelsOf(name: string, sidecars: Sidecars): string {
  return `target="${name}",module="launches",instance="${sidecars.get(name)?.address}"`;
}

test('each target is probed by one worker, and whichever is asked shows all of them once', async (t) => {
  const { url, sidecars } = await serveEight(t, '1s');
  const runsOf = (text: string, name: string): number =>
    Number(valueOf(text, `probe_runs_total{${labelsOf(name, sidecars)},outcome="success"}`));

  const text = await eventually('three runs of each', async () => {
    const { text } = await freshGet(`${url}metrics`);
    return NAMES.every((name) => runsOf(text, name) >= 3) ? text : undefined;
  });

  for (const name of NAMES) {
    const asked = sidecars.get(name)?.asked() ?? 0;
    const runs = runsOf(text, name);
    // Two workers would have asked it twice as often.
    assert.ok(asked >= runs && asked <= runs + 2, `${name}: asked ${asked} times in ${runs} runs`);
  }
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const ids = series.map((line) => line.slice(0, line.lastIndexOf(' ')));
  assert.equal(new Set(ids).size, ids.length);
  for (const worker of [0, 1]) {
    const lag = valueOf(text, `synthetic_exporter_schedule_lag_seconds_count{worker="${worker}"}`);
    assert.ok(Number(lag) > 0, `worker ${worker} has started ${lag} runs`);
  }
  assert.equal(await lint(text), '');
});

test('what is a fact about the whole is there once, and every other metric of ours names its worker', async (t) => {
  const { url } = await serve(t, MODULES, '--workers=2');

  const { text } = await freshGet(`${url}metrics?scope=exporter`);
  const one = (name: string) => text.split('\n').filter((line) => line.startsWith(name)).length;

  assert.equal(one('synthetic_exporter_build_info{'), 1);
  assert.equal(one('blackbox_exporter_build_info{'), 1);
  assert.equal(one('blackbox_exporter_config_last_reload_successful 1'), 1);
  assert.equal(one('blackbox_exporter_config_last_reload_success_timestamp_seconds '), 1);
  assert.equal(one('process_resident_memory_bytes{worker="'), 2);
  assert.equal(valueOf(text, 'blackbox_module_unknown_total{worker="1"}'), '0');
  assert.equal(valueOf(text, 'synthetic_exporter_workers'), '2');
  assert.equal(valueOf(text, 'synthetic_exporter_workers_missing'), '0');
  assert.equal(valueOf(text, 'synthetic_exporter_worker_restarts_total{worker="0"}'), '0');
});

test('a scrape runs every on-scrape target once, whichever worker is asked', async (t) => {
  const { url, sidecars } = await serveEight(t, 'scrape');

  for (let scrape = 1; scrape <= 4; scrape += 1) {
    const { text } = await freshGet(`${url}metrics?scope=targets`);
    for (const name of NAMES) {
      const labels = labelsOf(name, sidecars);
      assert.equal(valueOf(text, `sidecar_requests_total{${labels}}`), String(scrape));
      assert.equal(valueOf(text, `sidecar_requests_created{${labels}}`), '1604512662.448578');
    }
  }
  const { text } = await freshGet(`${url}metrics?scope=exporter`);
  for (const worker of [0, 1]) {
    const series = `synthetic_exporter_http_requests_total{route="/metrics",code="200",worker="${worker}"}`;
    assert.ok(Number(valueOf(text, series)) >= 1, `worker ${worker} was not asked`);
  }
});

test('OpenMetrics and protobuf of the whole have each family once', async (t) => {
  const { url, sidecars } = await serveEight(t, 'scrape');
  const asOpenMetrics = { headers: { accept: 'application/openmetrics-text;version=1.0.0' } };
  const asProtobuf = {
    headers: {
      accept:
        'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited',
    },
  };

  const { text } = await freshGet(`${url}metrics`, asOpenMetrics);
  const families = readMetricFamilies((await freshGet(`${url}metrics`, asProtobuf)).body);

  const types = text.split('\n').filter((line) => line.startsWith('# TYPE '));
  assert.equal(new Set(types).size, types.length);
  assert.equal(text.split('# EOF\n').length, 2);
  assert.ok(text.endsWith('\n# EOF\n'));
  const a = labelsOf('a', sidecars);
  assert.match(text, new RegExp(`^sidecar_requests_total\\{${a}\\} 1\n.*_created\\{${a}\\} `, 'm'));
  const names = families.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  const success = families.find(({ name }) => name === 'probe_success');
  assert.ok(Array.isArray(success?.['metric']));
  assert.equal(success['metric'].length, NAMES.length);
});

test('a counter that starts anew is seen by the worker that owns the target, whoever is asked', async (t) => {
  const values = [10, 5, 6, 7];
  const address = await listen(t, (socket) => socket.end(`{"requests": ${values.shift()}}\n`));
  const target = `targets: [{ name: a, module: launches, target: '${address}', interval: scrape }]`;
  const { url } = await serve(t, MODULES + target, '--workers=2');

  const created: (string | undefined)[] = [];
  while (values.length > 0) {
    const { text } = await freshGet(`${url}probe?name=a`);
    created.push(valueOf(text, 'sidecar_requests_created'));
  }

  assert.equal(created[0], undefined);
  assert.ok(created[1] !== undefined);
  assert.deepEqual(created.slice(2), [created[1], created[1]]);
});

test('pages, logs and lists show everything, whichever worker is asked', async (t) => {
  const { url, sidecars } = await serveEight(t, 'scrape');
  await freshGet(`${url}metrics?scope=targets`);
  const requested = sidecars.get('a')?.address ?? '';
  await freshGet(`${url}probe?module=launches&target=${requested}`);

  // Connections are handed out in turn.
  for (let turn = 0; turn < 2; turn += 1) {
    const index = await freshGet(url);
    assert.match(index.text, /<h1>All 8 targets answer<\/h1>/);
    assert.equal(index.text.split('<tr class="is-up"').length - 1, NAMES.length);
    const [, id] = /logs\?id=(\d+)/.exec(index.text) ?? [];
    assert.match((await freshGet(`${url}logs?id=${id}`)).text, /Probe succeeded/);
    assert.match((await freshGet(`${url}logs?target=${requested}`)).text, /Probe succeeded/);
    assert.equal((await freshGet(`${url}logs?id=123456`)).status, 404);
    const list = JSON.parse((await freshGet(`${url}targets.json`)).text) as readonly unknown[];
    assert.equal(list.length, NAMES.length);
    for (const name of NAMES) {
      const page = await freshGet(`${url}targets/${name}`);
      assert.match(page.text, new RegExp(`<h1>${name}</h1>\n<p [^>]*><strong [^>]*>Up for `));
    }
    assert.equal((await freshGet(`${url}targets/nobody`)).status, 404);
    assert.equal((await freshGet(`${url}probe?name=nobody`)).status, 400);
  }
});

test('what keeps one process from starting keeps all, and is said once', async (t) => {
  const taken = await listen(t, () => {});
  const good = await temporaryFile(t, 'good.yml', MODULES);
  const bad = await temporaryFile(t, 'bad.yml', 'modules: { a: { prober: nope } }\n');

  const check = async (file: string, at: string, wanted: RegExp): Promise<void> => {
    const flags = [`--config.file=${file}`, `--web.listen-address=${at}`];
    const { code, stderr } = await run('serve', '--workers=2', ...flags);
    assert.equal(code, 1);
    assert.match(stderr, wanted);
  };
  await check(good, taken, /^synthetic-exporter: port \d+ is already in use; --web.listen-a.*\n$/);
  await check(bad, '127.0.0.1:0', /^synthetic-exporter: \S+bad\.yml:1:\d+: .*"nope".*\n$/);
  await check('/no', '127.0.0.1:0', /^synthetic-exporter: \/no: cannot be read: .*\n$/);
});
