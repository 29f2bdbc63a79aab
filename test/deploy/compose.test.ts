import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { launch, temporaryFolder } from '../support/command.ts';
import { endWithTest } from '../support/end-with-test.ts';
import { freePort } from '../support/free-port.ts';
import { program, promtool } from '../support/programs.ts';
import { eventually } from '../support/prometheus.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));
const FILE = join(DEPLOY, 'compose.yaml');

interface Service {
  readonly image: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly read_only: boolean;
}

interface Mount {
  readonly source: string;
  readonly place: string;
}

const { services, volumes } = parse(readFileSync(FILE, 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};

function service(name: string): Service {
  const found = services[name];
  if (found === undefined) throw new Error(`BUG: no service ${name}`);
  return found;
}

function mounts({ volumes }: Service): readonly Mount[] {
  return volumes.map((text) => {
    const [source = '', place = ''] = text.split(':');
    return { source, place };
  });
}

test('docker compose accepts the file', async () => {
  await promisify(execFile)(program('docker-compose'), ['--file', FILE, 'config', '--quiet']);
});

test('every file that is mounted is there, read-only, and every volume has a name', () => {
  for (const [name, one] of Object.entries(services)) {
    for (const { source } of mounts(one)) {
      if (source.startsWith('.')) assert.ok(existsSync(join(DEPLOY, source)), `${name}: ${source}`);
      else assert.ok(source in volumes, `${name}: ${source}`);
    }
    for (const text of one.volumes) assert.equal(text.startsWith('.'), text.endsWith(':ro'), text);
  }
});

test('nothing runs as root, may become it, or writes where it need not, and all is pinned and local', () => {
  for (const [name, one] of Object.entries(services)) {
    assert.match(one.image, /:v?\d+\.\d+\.\d+$/, name);
    // The exporter's image names its user itself.
    if (name !== 'exporter') assert.match(one.user ?? '', /^[1-9]\d*:\d+$/, name);
    assert.deepEqual(
      [one.read_only, one.cap_drop, one.security_opt],
      [true, ['ALL'], ['no-new-privileges:true']],
      name,
    );
    for (const port of one.ports) assert.match(port, /^127\.0\.0\.1:(\d+):\1$/, name);
  }
});

test('the exporter may ping as the user of its image', () => {
  const dockerfile = readFileSync(join(DEPLOY, '../Dockerfile'), 'utf8');
  const [, group = ''] = /^USER \d+:(\d+)$/m.exec(dockerfile) ?? [];

  const [first, last] =
    service('exporter').sysctls?.['net.ipv4.ping_group_range']?.split(' ') ?? [];

  assert.ok(Number(first) <= Number(group) && Number(group) <= Number(last));
});

test('Prometheus is told the same as without containers, but for the names', () => {
  const read = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');
  const inside = read('compose/prometheus.yml');
  const { scrape_configs, ...rest } = parse(read('prometheus/prometheus.yml'));

  // The last of those jobs is an example of targets that only Prometheus knows.
  assert.equal(scrape_configs.at(-1).job_name, 'synthetic-relabelled');
  assert.deepEqual(parse(inside.replaceAll(/\b(?:exporter|alertmanager):(?=9)/g, 'localhost:')), {
    ...rest,
    scrape_configs: scrape_configs.slice(0, -1),
  });
  for (const [, host = '', port] of inside.matchAll(/\b(\w+):(9\d{3})\b/g))
    if (host !== 'localhost') assert.deepEqual(service(host).ports, [`127.0.0.1:${port}:${port}`]);
});

/** The flags of a service, with a folder of this machine where the container has its root. */
async function flagsAt(root: string, one: Service): Promise<readonly string[]> {
  for (const { source, place } of mounts(one)) {
    if (!source.startsWith('.')) await mkdir(join(root, place), { recursive: true });
    else await cp(join(DEPLOY, source), join(root, place), { recursive: true });
  }
  return (one.command ?? []).map((flag) => flag.replace(/=(?=\/)/, `=${root}`));
}

async function startAsThere(t: TestContext, name: 'prometheus' | 'alertmanager'): Promise<void> {
  const root = await temporaryFolder(t);
  const flags = await flagsAt(root, service(name));
  const address = `127.0.0.1:${await freePort()}`;
  // Debian's Alertmanager finds its templates there (programs.sh).
  const cwd = dirname(program(name));
  const child = spawn(program(name), [...flags, `--web.listen-address=${address}`], { cwd });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  endWithTest(t, child);
  await eventually(`${name} is ready`, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${log}`);
    const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
    return answer?.status === 200 ? true : undefined;
  });
}

test('Prometheus starts with these flags and files', async (t) => {
  const root = await temporaryFolder(t);
  const [config = ''] = await flagsAt(root, service('prometheus'));

  assert.match(await promtool('check', 'config', config.replace(/^.*?=/, '')), /SUCCESS: .* rules/);
  await startAsThere(t, 'prometheus');
});

test('Alertmanager starts with these flags and files', async (t) => {
  await startAsThere(t, 'alertmanager');
});

test('the exporter starts with these flags and files', async (t) => {
  const root = await temporaryFolder(t);
  const flags = await flagsAt(root, service('exporter'));
  const exporter = await launch(t, [...flags, '--web.listen-address=127.0.0.1:0']);

  assert.equal((await fetch(`${exporter.url}-/ready`)).status, 200);
  assert.equal((await exporter.stop()).code, 0);
});
