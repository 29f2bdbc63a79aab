import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type Serving, serve } from '../support/command.ts';
import { countingSidecar } from '../support/counting-sidecar.ts';
import { valueOf } from '../support/exporter.ts';
import { freshGet } from '../support/fresh-get.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';

const MODULES = 'modules: { launches: { prober: sidecar, timeout: 900ms } }\n';
// Of these each of two workers has one: the first is worker 1's.
const NAMES = ['a', 'b'];

async function serveTwo(t: TestContext): Promise<Serving & { readonly target: string }> {
  const { address } = await countingSidecar(t);
  const target = (name: string) =>
    `{ name: ${name}, module: launches, target: '${address}', interval: 1s }`;
  const config = `${MODULES}targets: [${NAMES.map(target).join(', ')}]\n`;
  return { ...(await serve(t, config, '--workers=2')), target: address };
}

async function textOf({ url }: Serving): Promise<string> {
  return (await freshGet(`${url}metrics`)).text;
}

function createdOf(text: string, name: string, target: string): string | undefined {
  const labels = `target="${name}",module="launches",instance="${target}",outcome="success"`;
  return valueOf(text, `probe_runs_created{${labels}}`);
}

test('a worker that dies is replaced, and only its targets’ counters start anew', async (t) => {
  const exporter = await serveTwo(t);
  const { target } = exporter;
  const before = await textOf(exporter);

  process.kill(await workerOf(exporter, 0), 'SIGKILL');
  const after = await eventually('the targets go on', async () => {
    const text = await textOf(exporter);
    const all = NAMES.every((name) => createdOf(text, name, target) !== undefined);
    return all && /restarts_total\{worker="0"\} 1\n/.test(text) ? text : undefined;
  });

  const moved = NAMES.filter(
    (name) => createdOf(before, name, target) !== createdOf(after, name, target),
  );
  assert.equal(moved.length, 1);
  const [name = ''] = moved;
  assert.ok(Number(createdOf(after, name, target)) > Number(createdOf(before, name, target)));
  assert.equal(valueOf(after, 'synthetic_exporter_worker_restarts_total{worker="1"}'), '0');
  const restarts = 'synthetic_exporter_worker_restarts_created{worker="0"}';
  assert.equal(valueOf(after, restarts), valueOf(before, restarts));
  await exporter.said('msg="worker ended" worker=0');
  assert.equal((await exporter.stop()).code, 0);
});

test('a worker that does not answer is missing from the exposition, which says so and comes in time', async (t) => {
  const exporter = await serveTwo(t);
  const stuck = await workerOf(exporter, 1);
  process.kill(stuck, 'SIGSTOP');
  t.after(() => process.kill(stuck, 'SIGKILL'));

  // Connections are handed out in turn: one of two would wait for the stuck worker to take it.
  const text = await Promise.any([textOf(exporter), textOf(exporter)]);

  assert.equal(valueOf(text, 'synthetic_exporter_workers_missing'), '1');
  assert.equal(createdOf(text, 'a', exporter.target), undefined);
  assert.ok(createdOf(text, 'b', exporter.target) !== undefined);
  process.kill(stuck, 'SIGCONT');
  await eventually('nothing is missing', async () => {
    const now = await textOf(exporter);
    return valueOf(now, 'synthetic_exporter_workers_missing') === '0' ? true : undefined;
  });
});

test('a reload is for all workers or for none, and the answer holds for all', async (t) => {
  const exporter = await serveTwo(t);
  const { url, file, target } = exporter;
  const reload = () => freshGet(`${url}-/reload`, { method: 'POST' });
  const onBoth = async (path: string) => [
    (await freshGet(`${url}${path}`)).text,
    (await freshGet(`${url}${path}`)).text,
  ];
  const listed = (names: readonly string[]) =>
    `${MODULES}targets:\n${names.map((name) => `  - { name: ${name}, module: launches, target: '${target}', interval: 1s }\n`).join('')}`;
  const before = await textOf(exporter);

  await writeFile(file, `${MODULES}targets: [{ name: a, module: nope, target: x }]\n`);
  const bad = await reload();
  assert.equal(bad.status, 500);
  assert.match(bad.text, /^failed to reload config: \S+exporter\.yml:2:\d+: .*"nope"/);
  for (const text of await onBoth('config')) assert.doesNotMatch(text, /nope/);
  for (const text of await onBoth('metrics?scope=exporter')) {
    assert.equal(valueOf(text, 'synthetic_exporter_config_last_reload_successful'), '0');
  }

  await writeFile(file, listed([...NAMES, 'c', 'd']));
  assert.equal((await reload()).status, 200);
  for (const text of await onBoth('config')) assert.match(text, /name: d/);
  const texts = await onBoth('metrics');
  for (const text of texts) {
    assert.equal(valueOf(text, 'blackbox_exporter_config_last_reload_successful'), '1');
    for (const name of NAMES) {
      assert.equal(createdOf(text, name, target), createdOf(before, name, target));
    }
    assert.ok(createdOf(text, 'c', target) !== undefined);
    assert.ok(createdOf(text, 'd', target) !== undefined);
  }
});

test('a worker that starts while the file is bad has the config that the others have', async (t) => {
  const exporter = await serveTwo(t);
  await writeFile(exporter.file, 'modules: { a: { prober: nope } }\n');

  process.kill(await workerOf(exporter, 0), 'SIGKILL');
  const text = await eventually('the targets go on', async () => {
    const text = await textOf(exporter);
    const isBack = /restarts_total\{worker="0"\} 1\n/.test(text);
    return isBack && createdOf(text, 'b', exporter.target) !== undefined ? text : undefined;
  });

  assert.equal(valueOf(text, 'synthetic_exporter_config_last_reload_successful'), '1');
  exporter.child.kill('SIGHUP');
  assert.match(await exporter.said('config not reloaded'), /"nope/);
});

test('SIGTERM lets requests under way have their answers, also from other workers, and exits with 0', async (t) => {
  const waiting: Socket[] = [];
  const { promise: allAsked, resolve } = Promise.withResolvers<void>();
  const address = await listen(t, (socket) => {
    if (waiting.push(socket) === 2) resolve();
  });
  const target = (name: string) =>
    `{ name: ${name}, module: launches, target: '${address}', interval: scrape }`;
  const modules = 'modules: { launches: { prober: sidecar, timeout: 20s } }\n';
  const config = `${modules}targets: [${NAMES.map(target).join(', ')}]\n`;
  const exporter = await serve(t, config, '--workers=2');
  const scrape = freshGet(`${exporter.url}metrics?scope=targets`);
  await allAsked;

  const ended = exporter.stop('SIGTERM');
  await exporter.said('msg="stopping');
  await eventually('no connection is taken any more', async () => {
    const late = await freshGet(exporter.url).catch((error: Error) => error);
    return late instanceof Error ? true : undefined;
  });
  for (const socket of waiting) socket.end('{"requests": 5}\n');

  const { text } = await scrape;
  for (const name of NAMES) {
    assert.match(text, new RegExp(`^sidecar_requests_total\\{target="${name}",.*\\} 5$`, 'm'));
  }
  assert.equal(valueOf(text, 'synthetic_exporter_workers_missing'), '0');
  assert.equal((await ended).code, 0);
});

test('the workers end with a primary that is killed, and with one that gets a second signal', async (t) => {
  const killed = await serveTwo(t);
  const stuck: Socket[] = [];
  const address = await listen(t, (socket) => void stuck.push(socket));
  const impatient = await serve(t, MODULES.replace('900ms', '20s'), '--workers=2');
  const asking = freshGet(`${impatient.url}probe?module=launches&target=${address}`);
  const refused = assert.rejects(asking);
  await eventually('the target is asked', async () => (stuck.length > 0 ? true : undefined));

  // Standard error is theirs, too: it ends when all of them have.
  assert.equal((await killed.stop('SIGKILL')).code, null);
  const ended = impatient.stop('SIGTERM');
  await impatient.said('msg="stopping');
  impatient.child.kill('SIGINT');
  assert.equal((await ended).code, 1);
  await refused;
});

/** Its process id. */
async function workerOf(exporter: Serving, worker: number): Promise<number> {
  const said = await exporter.said('msg=listening');
  const [, pid] = new RegExp(`"worker started" worker=${worker} pid=(\\d+)`).exec(said) ?? [];
  return Number(pid);
}
