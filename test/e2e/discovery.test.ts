import assert from 'node:assert/strict';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../support/command.ts';
import { type Started, startWith, valueOf } from '../support/exporter.ts';
import { freshGet } from '../support/fresh-get.ts';
import { listen } from '../support/listen.ts';
import { lint } from '../support/programs.ts';
import { eventually } from '../support/prometheus.ts';
import { scheduledNames, untilScheduled } from '../support/scheduled-names.ts';

const MODULES = 'modules: { open: { prober: tcp, timeout: 1s }, fine: { prober: tcp } }\n';

/** A folder with files for a config that finds its targets there. */
async function startInFolder(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  more = '',
): Promise<Started & { readonly folder: string }> {
  const folder = await temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const config = `${MODULES}discovery:
  - { files: ['${folder}/*.json', '${folder}/*.yml'], module: open, interval: 200ms, refresh: 100ms }\n`;
  return { ...(await startWith(t, config + more)), folder };
}

/** Not in place: nobody sees a half of it. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

const list = (...groups: readonly unknown[]): string => JSON.stringify(groups);

test('targets come from JSON and YAML files, with their labels and under their names', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const started = await startInFolder(t, {
    'a.json': list({ targets: [address], labels: { name: 'shop', team: 'web', __meta: 'x' } }),
    'b.yml': `- targets: ['${address}']\n  labels: { __module: fine, port: 8080 }\n`,
  });

  assert.deepEqual(await scheduledNames(started), [`fine ${address}`, 'shop']);
  const { text } = await freshGet(`${started.url}metrics`);
  const shop = `target="shop",module="open",instance="${address}",name="shop",team="web"`;
  const fine = `target="fine ${address}",module="fine",instance="${address}",port="8080"`;
  assert.equal(valueOf(text, `probe_target_info{${shop},interval="200ms"}`), '1');
  assert.equal(valueOf(text, `probe_target_info{${fine},interval="200ms"}`), '1');
  const source = `source="${started.folder}/*.json, ${started.folder}/*.yml"`;
  assert.equal(valueOf(text, `synthetic_exporter_discovery_targets{${source}}`), '2');
  assert.equal(valueOf(text, `synthetic_exporter_discovery_left_out{${source}}`), '0');
  assert.equal(valueOf(text, `synthetic_exporter_discovery_refresh_seconds{${source}}`), '0.1');
  const at = valueOf(
    text,
    `synthetic_exporter_discovery_last_success_timestamp_seconds{${source}}`,
  );
  assert.ok(Math.abs(Number(at) - Date.now() / 1000) < 60, `read at ${at}`);
  assert.equal(await lint(text), '');
});

test('a file that changes is read again, and unchanged targets keep their counters and their start', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const named = (name: string) => ({ targets: [address], labels: { name } });
  const started = await startInFolder(t, { 'a.json': list(named('one'), named('two')) });
  const labels = (name: string) => `target="${name}",module="open",instance="${address}"`;
  const runs = async (name: string): Promise<readonly [number, string | undefined]> => {
    const { text } = await freshGet(`${started.url}metrics?scope=scheduled`);
    const series = `{${labels(name)},name="${name}",outcome="success"}`;
    return [
      Number(valueOf(text, `probe_runs_total${series}`) ?? 0),
      valueOf(text, `probe_runs_created${series}`),
    ];
  };
  await eventually('two runs', async () => ((await runs('one'))[0] >= 2 ? true : undefined));
  const before = await runs('one');
  assert.ok(before[1] !== undefined);

  await replaceFile(join(started.folder, 'a.json'), list(named('three'), named('one')));

  await untilScheduled(started, 'one', 'three');
  const after = await runs('one');
  assert.ok(after[0] >= before[0], `${after[0]} runs after ${before[0]}`);
  assert.equal(after[1], before[1]);
});

test('a file that turns bad keeps its last good list, is told of once, and is taken when it is good again', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const started = await startInFolder(t, {
    'a.json': list({ targets: [address], labels: { name: 'one' } }),
    'b.yml': `- targets: ['${address}']\n  labels: { name: two }\n`,
  });
  const source = `source="${started.folder}/*.json, ${started.folder}/*.yml"`;
  const file = join(started.folder, 'a.json');
  const failures = () => started.log.filter((line) => line.includes('"discovery failed"'));
  const good = async () => {
    const { text } = await freshGet(`${started.url}metrics?scope=exporter`);
    return valueOf(text, `synthetic_exporter_discovery_last_success_timestamp_seconds{${source}}`);
  };

  await replaceFile(file, '[{"targets": ["half');
  await eventually('a failure', async () => (failures().length > 0 ? true : undefined));
  const stale = await good();
  await replaceFile(
    join(started.folder, 'b.yml'),
    `- targets: ['${address}']\n  labels: { name: more }\n`,
  );

  await untilScheduled(started, 'more', 'one');
  assert.equal(failures().length, 1);
  assert.match(failures()[0] ?? '', /a\.json: it is no JSON/);
  assert.equal(await good(), stale);

  await replaceFile(file, list({ targets: [address], labels: { name: 'good' } }));
  await untilScheduled(started, 'good', 'more');
  await eventually('a success', async () => ((await good()) === stale ? undefined : true));
  assert.equal(failures().length, 1);
});

test('an empty file is one that is being written; a file that is gone takes its targets along', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const one = list({ targets: [address], labels: { name: 'one' } });
  const started = await startInFolder(t, { 'a.json': one, 'b.yml': one.replace('one', 'two') });
  assert.deepEqual(await scheduledNames(started), ['one', 'two']);

  await replaceFile(join(started.folder, 'b.yml'), '# soon\n');
  await eventually('a failure', async () =>
    started.log.some((line) => line.includes('b.yml: it is empty')) ? true : undefined,
  );
  assert.deepEqual(await scheduledNames(started), ['one', 'two']);
  await rm(join(started.folder, 'a.json'));
  await untilScheduled(started, 'two');
  await replaceFile(join(started.folder, 'b.yml'), '[]\n');
  await untilScheduled(started);
});

test('a config map is swapped by its link', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const folder = await temporaryFolder(t);
  const put = async (version: string, name: string) => {
    await mkdir(join(folder, version));
    const text = list({ targets: [address], labels: { name } });
    await writeFile(join(folder, version, 'targets.json'), text);
    await symlink(version, join(folder, '..data.new'));
    await rename(join(folder, '..data.new'), join(folder, '..data'));
  };
  await put('..1', 'first');
  await symlink('..data/targets.json', join(folder, 'targets.json'));
  const started = await startWith(
    t,
    `${MODULES}discovery: [{ files: ['${folder}/*.json'], module: open, refresh: 100ms }]\n`,
  );
  assert.deepEqual(await scheduledNames(started), ['first']);

  await put('..2', 'second');
  await rm(join(folder, '..1'), { recursive: true });

  await untilScheduled(started, 'second');
});

test('what cannot be probed is left out and told with its place, and stops nothing else', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const groups = [
    { targets: [address, 'nowhere'], labels: { name: 'web' } },
    { targets: 'oops' },
    { targets: [address], labels: { __param_module: 'gone' } },
    { targets: [address], labels: { name: 'listed' } },
    { targets: [address], labels: { name: 'kept', instance: 'x', reason: 'y', job: 'z' } },
    { targets: [address], labels: { __interval: '1 day' } },
    { targets: [address], labels: { port: 80 } },
    { targets: [address], labels: {}, more: 1 },
    'text',
  ];
  const own = `targets: [{ name: listed, module: fine, target: '${address}', interval: 1s }]\n`;
  const started = await startInFolder(t, { 'a.json': list(...groups) }, own);

  assert.deepEqual(await scheduledNames(started), ['kept', 'listed', `web ${address}`]);
  const { text } = await freshGet(`${started.url}metrics`);
  const kept = `target="kept",module="open",instance="${address}",name="kept",job="z"`;
  assert.equal(valueOf(text, `probe_target_info{${kept},interval="200ms"}`), '1');
  const source = `source="${started.folder}/*.json, ${started.folder}/*.yml"`;
  assert.equal(valueOf(text, `synthetic_exporter_discovery_left_out{${source}}`), '8');
  assert.equal(valueOf(text, `synthetic_exporter_discovery_targets{${source}}`), '2');
  const told = started.log.filter((line) => line.includes('msg=discovery problem='));
  const saying = (part: string) => told.filter((line) => line.includes(part)).length;
  assert.equal(saying('a.json: 0: \\"nowhere\\": left out: got'), 1);
  assert.equal(saying('a.json: 1: left out: targets: want a list of text such as'), 1);
  assert.equal(saying('there is no module \\"gone\\"'), 1);
  assert.equal(saying('the configuration lists \\"listed\\" itself'), 1);
  assert.equal(saying('without the label \\"instance\\": every series has this label already'), 1);
  assert.equal(saying('a.json: 5: '), 1);
  assert.equal(saying('a.json: 6: left out: labels: \\"port\\": want text'), 1);
  assert.equal(saying('a.json: 7: left out: unknown key \\"more\\"'), 1);
  assert.equal(saying('a.json: 8: left out: want a mapping with'), 1);
});
