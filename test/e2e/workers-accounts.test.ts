import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Serving, serve } from '../support/command.ts';
import { freshGet } from '../support/fresh-get.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Eight targets for two workers: both have some, and half of all are down. Once all have run. */
async function serveEight(t: TestContext): Promise<Serving> {
  const address = await listen(t, () => {});
  const targets = NAMES.map((name, index) => {
    const target = index % 2 === 0 ? address : '127.0.0.1:1';
    return `  - { name: ${name}, module: tcp, target: '${target}', interval: 1s }\n`;
  });
  const modules = 'modules: { tcp: { prober: tcp, timeout: 500ms } }\n';
  const serving = await serve(t, `${modules}targets:\n${targets.join('')}`, '--workers=2');
  await eventually('a run of each', async () => {
    const { counts } = await listOf(serving);
    return counts['unknown'] === 0 ? counts : undefined;
  });
  return serving;
}

interface List {
  readonly counts: Readonly<Record<string, number>>;
  readonly silentWorkers: number;
  readonly targets: readonly { readonly name: string; readonly state: string }[];
}

async function listOf({ url }: Serving): Promise<List> {
  return JSON.parse((await freshGet(`${url}api/v1/targets`)).text) as List;
}

test('whichever worker is asked tells of all targets', async (t) => {
  const exporter = await serveEight(t);
  const { url } = exporter;

  // Connections are handed out in turn: each is asked once.
  for (let worker = 0; worker < 2; worker += 1) {
    const { counts, silentWorkers, targets } = await listOf(exporter);
    assert.deepEqual(counts, { up: 4, down: 4, unknown: 0, skipped: 0, stale: 0 });
    assert.equal(silentWorkers, 0);
    assert.equal(
      targets.map(({ name, state }) => `${name} ${state}`).join(', '),
      'a up, b down, c up, d down, e up, f down, g up, h down',
    );
    const { text: feed } = await freshGet(`${url}feed`);
    const found = [...feed.matchAll(/<title>(. is down)<\/title>/g)].map(([, title]) => title);
    assert.deepEqual(new Set(found), new Set(['b is down', 'd is down', 'f is down', 'h is down']));
    const { text: filtered } = await freshGet(`${url}feed?target=f`);
    assert.equal(filtered.match(/<entry>/g)?.length, 1);
  }
  for (const [index, name] of [...NAMES, ...NAMES].entries()) {
    const { text } = await freshGet(`${url}api/v1/targets/${name}`);
    const { state, runs } = JSON.parse(text) as { state: string; runs: readonly object[] };
    assert.equal(state, index % 2 === 0 ? 'up' : 'down');
    assert.ok(runs.length > 0);
    const badge = await freshGet(`${url}badges/${name}.svg`);
    assert.match(badge.text, new RegExp(`<title>${name}: ${state}</title>`));
  }
});

test('a target that nobody has is not there, whichever worker is asked', async (t) => {
  const { url } = await serveEight(t);

  for (const path of ['api/v1/targets/none', 'api/v1/targets/none', 'badges/none.svg'])
    assert.equal((await freshGet(`${url}${path}`)).status, 404);
});

test('of a worker that does not answer the targets are unknown, and nobody waits for it twice', async (t) => {
  const exporter = await serveEight(t);
  const said = await exporter.said('msg=listening');
  const [, pid] = /"worker started" worker=1 pid=(\d+)/.exec(said) ?? [];
  process.kill(Number(pid), 'SIGSTOP');

  // Connections are handed out in turn: one of two would wait for the stuck worker to take it.
  const list = await Promise.any([listOf(exporter), listOf(exporter)]).finally(() =>
    process.kill(Number(pid), 'SIGKILL'),
  );

  assert.equal(list.silentWorkers, 1);
  assert.equal(list.targets.length, 8);
  assert.ok((list.counts['unknown'] ?? 0) > 0);
  assert.ok((list.counts['unknown'] ?? 0) < 8);
  assert.equal(
    list.targets.filter(({ state }) => state === 'unknown').length,
    list.counts['unknown'],
  );
});
