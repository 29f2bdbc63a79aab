import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { launch, temporaryFolder } from '../support/command.ts';
import { get, valueOf } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';

// As a stranger writes it: plain TypeScript, no import of ours, a schema by hand.
const PLUGIN = `
import { connect, type Socket } from 'node:net';

interface Target { readonly host: string; readonly port: number }
interface Context {
  readonly target: Target;
  readonly config: { readonly ask: string };
  readonly signal: AbortSignal;
  enter(phase: string): void;
  observe(metric: string, value: number, more?: object): void;
}

const schema = <Value>(validate: (value: unknown) => { value: Value } | { issues: { message: string }[] }) =>
  ({ '~standard': { version: 1, vendor: 'mine', validate } });

export default {
  name: 'redis_ping',
  help: 'Asks a Redis whether it is there.',
  target: schema<Target>((text) => {
    const [host = '', port] = String(text).split(':');
    return port === undefined
      ? { issues: [{ message: 'want host:port' }] }
      : { value: { host, port: Number(port) } };
  }),
  config: schema<{ ask: string }>((block) => {
    const { ask = 'PING', ...rest } = block as { ask?: string };
    const [unknown] = Object.keys(rest);
    return unknown === undefined
      ? { value: { ask } }
      : { issues: [{ message: 'unknown key ' + unknown }] };
  }),
  phases: ['connect', 'ping'],
  metrics: { probe_redis_pongs_total: { type: 'counter', help: 'Pongs so far.', labels: ['text'] } },
  async run({ target, config, signal, enter, observe }: Context) {
    enter('connect');
    const socket: Socket = connect({ ...target, signal } as never);
    try {
      enter('ping');
      socket.write(config.ask + '\\r\\n');
      const answer = await new Promise<string>((resolve, reject) => {
        socket.once('data', (bytes) => resolve(String(bytes).trim()));
        socket.once('error', reject);
      });
      observe('probe_redis_pongs_total', 3, { labels: { text: answer }, createdAt: 1604512662.448578 });
      if (answer !== '+PONG') throw Object.assign(new Error('got ' + answer + ', want +PONG'), { reason: 'content' });
    } finally {
      socket.destroy();
    }
  },
};
`;

async function withPlugin(
  t: Parameters<typeof launch>[0],
  plugin: string,
  config: string,
): Promise<string> {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'exporter.yml');
  await mkdir(join(folder, 'my-probes'));
  await writeFile(join(folder, 'my-probes', 'redis-ping.ts'), plugin);
  await writeFile(file, `plugins: [./my-probes]\n${config}`);
  return file;
}

test('a TypeScript file dropped in a folder is a probe, with no import of ours', async (t) => {
  const good = await listen(t, (socket) => socket.write('+PONG\r\n'));
  const bad = await listen(t, (socket) => socket.write('-ERR\r\n'));
  const file = await withPlugin(t, PLUGIN, 'modules: { redis: { prober: redis_ping } }\n');
  const flags = ['serve', `--config.file=${file}`, '--web.listen-address=127.0.0.1:0'];
  const exporter = await launch(t, flags);

  const up = (await get(`${exporter.url}probe?module=redis&target=${good}`)).text;
  const down = (await get(`${exporter.url}probe?module=redis&target=${bad}`)).text;
  const unfit = await get(`${exporter.url}probe?module=redis&target=nowhere`);
  const { stderr } = await exporter.stop();

  assert.equal(valueOf(up, 'probe_success'), '1');
  assert.equal(valueOf(up, 'probe_redis_pongs_total{text="+PONG"}'), '3');
  assert.equal(valueOf(up, 'probe_redis_pongs_created{text="+PONG"}'), '1604512662.448578');
  assert.match(up, /^probe_redis_ping_duration_seconds{phase="ping"} /m);
  assert.equal(valueOf(down, 'probe_failure_info{reason="content",phase="ping"}'), '1');
  assert.equal(valueOf(down, 'probe_redis_pongs_total{text="-ERR"}'), '3');
  assert.deepEqual(
    [unfit.status, unfit.text],
    [400, 'the target does not fit the prober redis_ping: want host:port\n'],
  );
  assert.doesNotMatch(stderr, /Warning/i);
});

test('a plugin that breaks its word fails as internal, and takes nobody with it', async (t) => {
  const address = await listen(t, (socket) => socket.write('+PONG\r\n'));
  const plugin = PLUGIN.replace(
    "observe('probe_redis_pongs_total', 3",
    "observe('probe_redis_typo_total', 3",
  );
  const file = await withPlugin(t, plugin, 'modules: { redis: { prober: redis_ping } }\n');
  const flags = ['serve', `--config.file=${file}`, '--web.listen-address=127.0.0.1:0'];
  const { url } = await launch(t, flags);

  const { status, text } = await get(`${url}probe?module=redis&target=${address}`);
  const report = await get(`${url}probe?module=redis&target=${address}&debug=true`);

  assert.equal(status, 200);
  assert.equal(valueOf(text, 'probe_failure_info{reason="internal",phase="ping"}'), '1');
  assert.match(report.text, /observed \\"probe_redis_typo_total\\", which it does not declare/);
  assert.equal((await get(`${url}-/healthy`)).status, 200);
});

test('a fault within an event handler of a plugin ends its run, and not the process', async (t) => {
  const address = await listen(t, (socket) => socket.write('+PONG\r\n'));
  const late = PLUGIN.replace(
    "socket.once('data', (bytes) => resolve(String(bytes).trim()));",
    "socket.once('data', () => enter('no such phase'));",
  );
  assert.notEqual(late, PLUGIN);
  const file = await withPlugin(t, late, 'modules: { redis: { prober: redis_ping } }\n');
  const flags = ['serve', `--config.file=${file}`, '--web.listen-address=127.0.0.1:0'];
  const { url } = await launch(t, flags);

  const { text } = await get(`${url}probe?module=redis&target=${address}`);

  assert.equal(valueOf(text, 'probe_failure_info{reason="internal",phase="ping"}'), '1');
  assert.equal((await get(`${url}-/healthy`)).status, 200);
});

test('an error that a plugin lets fly is logged, and ends nothing', async (t) => {
  const address = await listen(t, (socket) => socket.write('+PONG\r\n'));
  const wild = PLUGIN.replace(
    "socket.once('data', (bytes) => resolve(String(bytes).trim()));",
    "socket.once('data', () => { throw new Error('oops'); });",
  );
  assert.notEqual(wild, PLUGIN);
  const modules = 'modules: { redis: { prober: redis_ping, timeout: 200ms } }\n';
  const file = await withPlugin(t, wild, modules);
  const flags = ['serve', `--config.file=${file}`, '--web.listen-address=127.0.0.1:0'];
  const exporter = await launch(t, flags);

  const { text } = await get(`${exporter.url}probe?module=redis&target=${address}`);
  await exporter.said('msg="uncaught error" message=oops');

  assert.equal(valueOf(text, 'probe_failure_info{reason="timeout",phase="ping"}'), '1');
  assert.equal((await exporter.stop()).code, 0);
});
