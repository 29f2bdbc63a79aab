import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { run, type Serving, serve, temporaryFile } from '../support/command.ts';
import { get, valueOf } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';
import { eventually, startPrometheus } from '../support/prometheus.ts';

const NAMES = Array.from({ length: 40 }, (_, index) => `t${index}`);
const SCHEDULED = NAMES.slice(0, 25);
const ON_SCRAPE = NAMES.slice(25);

const config = (address: string, ...more: readonly string[]) => `
modules:
  open: { prober: tcp, timeout: 1s }
targets:
${[...SCHEDULED, ...more]
  .map((name) => `  - { name: ${name}, module: open, target: '${address}', interval: 500ms }\n`)
  .join('')}${ON_SCRAPE.map(
  (name) => `  - { name: ${name}, module: open, target: '${address}', interval: scrape }\n`,
).join('')}`;

/** As many processes of one config as there are shards. */
function serveShards(t: TestContext, text: string, count: number): Promise<readonly Serving[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => serve(t, text, `--shard=${index}/${count}`)),
  );
}

/** The jobs of a Prometheus that scrapes one shard, both ways. */
const jobs = ({ url }: Serving, shard: number, of: number): string => `
  - job_name: scheduled-${shard}-${of}
    honor_labels: true
    params: { scope: [scheduled] }
    static_configs:
      - { targets: ['${new URL(url).host}'], labels: { shard: '${shard}', of: '${of}' } }
  - job_name: on-scrape-${shard}-${of}
    http_sd_configs: [{ url: '${url}targets.json', refresh_interval: 1s }]
    relabel_configs:
      - { target_label: shard, replacement: '${shard}' }
      - { target_label: of, replacement: '${of}' }
`;

test('two shards, then three: each target is probed by one, none is lost, and only what the new one takes moves', async (t) => {
  const text = config(await listen(t, (socket) => socket.end()));
  const [two, three] = await Promise.all([serveShards(t, text, 2), serveShards(t, text, 3)]);
  const prometheus = await startPrometheus(
    t,
    `global: { scrape_interval: 1s }
scrape_configs:
${two.map((one, index) => jobs(one, index, 2)).join('')}
${three.map((one, index) => jobs(one, index, 3)).join('')}`,
  );

  await prometheus.query('count(up{job=~"scheduled.*"} == 1) == 5');
  const seen = await eventually('every target', async () => {
    const found = await prometheus.query('count by (of, shard, target) (probe_success == 1)');
    return found.length >= 2 * NAMES.length ? found : undefined;
  });

  const owners = (of: string): ReadonlyMap<string, string> => {
    const own = seen.filter(({ labels }) => labels['of'] === of);
    const targets = own.map(({ labels }) => labels['target'] ?? '');
    assert.deepEqual(targets.toSorted(), NAMES.toSorted());
    return new Map(own.map(({ labels }) => [labels['target'] ?? '', labels['shard'] ?? '']));
  };
  const [before, after] = [owners('2'), owners('3')];
  assert.deepEqual(new Set(before.values()), new Set(['0', '1']));
  assert.deepEqual(new Set(after.values()), new Set(['0', '1', '2']));
  const moved = NAMES.filter((name) => before.get(name) !== after.get(name));
  assert.deepEqual(new Set(moved.map((name) => after.get(name))), new Set(['2']));
  assert.ok(moved.length < NAMES.length / 2, moved.join(' '));
});

test('a reload keeps the shard: one process takes what is new, and nothing else changes', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const shards = await serveShards(t, config(address), 2);
  const read = () => Promise.all(shards.map(({ url }) => get(`${url}metrics?scope=scheduled`)));
  const created = (text: string) => text.match(/^probe_runs_created\{.*$/gm) ?? [];
  const before = await read();

  for (const shard of shards) {
    await writeFile(shard.file, config(address, 'new'));
    shard.child.kill('SIGHUP');
    await shard.said('config reloaded');
  }
  const after = await read();

  const added = after.flatMap(({ text }, index) => {
    const known = new Set(created(before[index]?.text ?? ''));
    const now = created(text);
    assert.equal(now.filter((line) => known.has(line)).length, known.size);
    return now.filter((line) => !known.has(line));
  });
  assert.equal(added.length, 2, 'a line for each outcome');
  assert.ok(added.every((line) => line.includes('{target="new",')));
  assert.equal(before.flatMap(({ text }) => created(text)).length, 2 * SCHEDULED.length);
});

test('a shard says which it is, lists its own targets, and answers for any on request', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const shards = await serveShards(t, config(address), 2);

  const pages = await Promise.all(shards.map(({ url }) => get(url)));
  const lists = await Promise.all(shards.map(({ url }) => get(`${url}targets.json`)));
  const own = await Promise.all(shards.map(({ url }) => get(`${url}metrics?scope=exporter`)));
  const asked = await Promise.all(
    shards.map(({ url }) => get(`${url}probe?module=open&target=${address}`)),
  );

  const shown = pages.flatMap(({ text }) => text.match(/(?<=href="\.\/targets\/)t\d+/g) ?? []);
  assert.deepEqual(shown.toSorted(), NAMES.toSorted());
  const listed = lists.flatMap(({ text }) => text.match(/(?<="__param_name":")t\d+/g) ?? []);
  assert.deepEqual(listed.toSorted(), ON_SCRAPE.toSorted());
  assert.equal(valueOf(own[0]?.text ?? '', 'synthetic_exporter_shards{shard="0"}'), '2');
  assert.equal(valueOf(own[1]?.text ?? '', 'synthetic_exporter_shards{shard="1"}'), '2');
  for (const { text } of asked) assert.equal(valueOf(text, 'probe_success'), '1');
  const { stderr } = (await shards[1]?.stop()) ?? { stderr: '' };
  assert.match(stderr, /msg=listening .*shard=1\/2/);
});

test('without shards nothing of them is shown', async (t) => {
  const serving = await serve(t, config('127.0.0.1:1'));

  const { text } = await get(`${serving.url}metrics`);

  assert.doesNotMatch(text, /shard/);
  assert.doesNotMatch((await serving.stop()).stderr, /shard/);
});

test('auto goes by the name of the host', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', 'modules: {}');
  const main = new URL('../../src/main.ts', import.meta.url).pathname;
  const named = (name: string, ...flags: readonly string[]) => {
    const command = [process.execPath, main, `--config.file=${file}`, '--config.check', ...flags];
    const renamed = ['sh', '-c', 'hostname "$0" && exec "$@"', name, ...command];
    return promisify(execFile)('unshare', ['--map-root-user', '--uts', ...renamed]);
  };
  try {
    await named('exporter-2');
  } catch (error) {
    assert.match(String(error), /ENOENT|not permitted|denied/i);
    t.diagnostic(`this machine lets nobody name a host: ${String(error)}`);
    return;
  }

  await named('exporter-2', '--shard=auto/3');
  await assert.rejects(named('exporter-3', '--shard=auto/3'), /the host name is "exporter-3"/);
});

test('a wrong shard ends the start with a line that says what is wanted', async () => {
  const { code, stderr } = await run('--shard=3/3');

  assert.equal(code, 1);
  assert.equal(
    stderr,
    'synthetic-exporter: flag --shard: got "3/3"; want a first number from 0 to 2: shards are counted from 0\n',
  );
});
