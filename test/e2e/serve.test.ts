import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { run, serve, temporaryFile } from '../support/command.ts';
import { valueOf } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';

const module = 'modules: { launches: { prober: sidecar, timeout: 2s } }\n';

test('SIGTERM lets a scrape under way have its answer, takes no new one, and exits with 0', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<() => void>();
  const address = await listen(t, (socket) => {
    isAsked(() => socket.end('{"requests": 5}\n'));
  });
  const exporter = await serve(t, module);
  const scrape = fetch(`${exporter.url}probe?module=launches&target=${address}`);
  const answer = await asked;

  const ended = exporter.stop('SIGTERM');
  await exporter.said('msg="stopping');
  const late = await fetch(exporter.url).catch((error: Error) => error);
  answer();

  const text = await (await scrape).text();
  assert.match(text, /^sidecar_requests_total 5$/m);
  assert.ok(late instanceof Error);
  assert.equal((await ended).code, 0);
});

test('a second signal, of whichever kind, ends the program at once', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<undefined>();
  const address = await listen(t, () => isAsked(undefined));
  const exporter = await serve(t, 'modules: { launches: { prober: sidecar } }\n');
  const scrape = fetch(`${exporter.url}probe?module=launches&target=${address}`);
  const refused = assert.rejects(scrape);
  await asked;

  const ended = exporter.stop('SIGTERM');
  await exporter.said('msg="stopping');
  exporter.child.kill('SIGINT');

  assert.equal((await ended).code, 1);
  await refused;
});

test('SIGINT ends a server that has nothing to do at once', async (t) => {
  const exporter = await serve(t, module);

  assert.equal((await exporter.stop('SIGINT')).code, 0);
});

test('a signal that comes before there is anything to finish ends the program', async (t) => {
  const plugin = await temporaryFile(
    t,
    'stuck.mjs',
    'setInterval(() => {}, 1000); process.kill(process.pid, "SIGTERM"); await new Promise(() => {});',
  );
  const file = await temporaryFile(t, 'exporter.yml', `plugins: [${plugin}]\n${module}`);

  // No exit code: the signal ended it.
  assert.equal((await run('check', file)).code, null);
});

test('SIGHUP loads the config again; a bad file changes nothing and says where it is bad', async (t) => {
  const exporter = await serve(t, module);
  const modules = async () => (await fetch(`${exporter.url}config`)).text();
  const successful = async () =>
    /^synthetic_exporter_config_last_reload_successful (\d)/m.exec(
      await (await fetch(`${exporter.url}metrics?scope=exporter`)).text(),
    )?.[1];

  await writeFile(exporter.file, `${module}targets: [{ name: a, module: nope, target: x }]\n`);
  exporter.child.kill('SIGHUP');
  await exporter.said('config not reloaded');
  assert.equal(await successful(), '0');
  assert.doesNotMatch(await modules(), /nope/);

  await writeFile(exporter.file, module.replace('launches', 'renamed'));
  exporter.child.kill('SIGHUP');
  await exporter.said('config reloaded');
  assert.equal(await successful(), '1');
  assert.match(await modules(), /renamed/);

  await writeFile(exporter.file, 'modules: [');
  const refused = await fetch(`${exporter.url}-/reload`, { method: 'POST' });
  assert.equal(refused.status, 500);
  assert.match(await refused.text(), /^failed to reload config: .*exporter\.yml:\d+:\d+: /);
});

test('with auto-reload a changed file is loaded without being told', async (t) => {
  const exporter = await serve(
    t,
    module,
    '--config.enable-auto-reload',
    '--config.auto-reload-interval=0.1',
  );

  await eventually('the changed config', async () => {
    await writeFile(exporter.file, module.replace('launches', `renamed_${Date.now()}`));
    const shown = await (await fetch(`${exporter.url}config`)).text();
    return shown.includes('renamed_') ? true : undefined;
  });
  const reloaded = async (what: string): Promise<string | undefined> =>
    valueOf(
      await (await fetch(`${exporter.url}metrics`)).text(),
      `blackbox_exporter_config_last_reload_${what}`,
    );
  const successful = () => reloaded('successful');
  const goodAt = await reloaded('success_timestamp_seconds');
  await eventually('that the same file is still good', async () => {
    return (await reloaded('success_timestamp_seconds')) !== goodAt || undefined;
  });
  await rm(exporter.file);
  await eventually('that the file is gone', async () => (await successful()) === '0' || undefined);
  await writeFile(exporter.file, module);
  await eventually('that it is back', async () => (await successful()) === '1' || undefined);
});

async function fails(wanted: RegExp, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await run(...args);

  assert.equal(code, 1, stderr);
  assert.match(stderr, wanted);
  assert.equal(stderr.trimEnd().split('\n').length, 1, `one line, not\n${stderr}`);
}

test('what cannot start says so in one line and exits with 1', async (t) => {
  const good = await temporaryFile(t, 'good.yml', module);
  const bad = await temporaryFile(
    t,
    'bad.yml',
    'modules: { a: { prober: sidecar, timeout: soon } }\n',
  );
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const taken = `--web.listen-address=127.0.0.1:${address.port}`;

  await fails(
    new RegExp(`port ${address.port} is already in use`),
    'serve',
    `--config.file=${good}`,
    taken,
  );
  await fails(/nowhere\.yml/, '--config.file=/nowhere.yml');
  await fails(/bad\.yml:1:\d+: modules\.a\.timeout: /, '--config.file', bad);
  await fails(/--no-such-flag/, '--no-such-flag');
  await fails(/--history\.limit: got "many"/, `--config.file=${good}`, '--history.limit=many');
  await fails(
    /--log\.level: got "loud", want one of debug/,
    `--config.file=${good}`,
    '--log.level=loud',
  );
  await fails(/given twice/, `--config.file=${good}`, `--config.file=${good}`);
  await fails(/no such command "sevre"/, 'sevre');
  await fails(/listen address "nine"/, `--config.file=${good}`, '--web.listen-address=nine');
});

test('--version and --help answer on standard output', async () => {
  const version = await run('--version');
  const help = await run('--help');
  const probeHelp = await run('probe', '--help');

  assert.match(version.stdout, /^synthetic-exporter \d+\.\d+\.\d+\n$/);
  assert.match(help.stdout, /--config\.file=FILE/);
  assert.match(probeHelp.stdout, /^Usage: synthetic-exporter probe MODULE TARGET/);
  assert.deepEqual([version.code, help.code, probeHelp.code], [0, 0, 0]);
});

test('logs are logfmt or JSON, and a failed run is one warning with its reason', async (t) => {
  const exporter = await serve(t, module, '--log.format=json');
  await fetch(`${exporter.url}probe?module=launches&target=127.0.0.1:1`);
  const { stderr } = await exporter.stop();
  const lines = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const failed = lines.filter(({ msg }) => msg === 'probe failed');

  assert.equal(failed.length, 1);
  const { level, module: named, target, reason, phase } = failed[0] ?? {};
  assert.deepEqual(
    { level, named, target, reason, phase },
    {
      level: 'WARN',
      named: 'launches',
      target: '127.0.0.1:1',
      reason: 'refused',
      phase: 'connect',
    },
  );
});

test('--log.prober=error keeps failed runs out of the log', async (t) => {
  const exporter = await serve(t, module, '--log.prober=error');
  await fetch(`${exporter.url}probe?module=launches&target=127.0.0.1:1`);

  assert.doesNotMatch((await exporter.stop()).stderr, /probe failed/);
});

test('--log.prober=debug tells each step of a run', async (t) => {
  const exporter = await serve(t, 'modules: { ssh: { prober: tcp } }\n', '--log.prober=debug');
  await fetch(`${exporter.url}probe?module=ssh&target=127.0.0.1:1`);

  assert.match((await exporter.stop()).stderr, /level=DEBUG msg="probe step" module=ssh/);
});

test('a level for probes that is none is a warning, and info counts', async (t) => {
  const exporter = await serve(t, module, '--log.prober=loud');
  await fetch(`${exporter.url}probe?module=launches&target=127.0.0.1:1`);
  const { stderr } = await exporter.stop();

  assert.match(
    stderr,
    /level=WARN msg="flag --log\.prober: no such level, info counts" got=loud\n/,
  );
  assert.match(stderr, /msg="probe failed"/);
});

test('flags may lie in a file', async (t) => {
  const config = await temporaryFile(t, 'exporter.yml', module);
  const flags = await temporaryFile(t, 'flags', `--config.file=${config}\n--config.check\n`);

  const { code, stdout } = await run(`@${flags}`);

  assert.equal(code, 0);
  assert.equal(stdout, `${config}: valid, 1 modules, 0 targets\n`);
});
