import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { selfSigned } from '../support/certificates.ts';
import { run, serve, temporaryFile, temporaryFolder } from '../support/command.ts';
import { get } from '../support/exporter.ts';
import { secureGet } from '../support/https-get.ts';
import { cheapHash, webFolder } from '../support/web-config.ts';

const MODULES = 'modules: { launches: { prober: sidecar } }\n';
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

test('--web.config.file brings TLS and passwords', async (t) => {
  const { pem, key } = selfSigned({ subject: [['CN', 'us']], names: ['127.0.0.1'] });
  const { file } = await webFolder(t, {
    'cert.pem': pem,
    'key.pem': key,
    'web.yml': `tls_server_config: { cert_file: cert.pem, key_file: key.pem }
basic_auth_users: { alice: '${cheapHash('wonderland')}' }
`,
  });
  const exporter = await serve(t, MODULES, `--web.config.file=${file}`);

  const { url } = exporter;
  const stranger = await secureGet(`${url}-/healthy`, { ca: pem });
  const alice = await secureGet(`${url}-/healthy`, { ca: pem, auth: 'alice:wonderland' });

  assert.match(url, /^https:/);
  assert.deepEqual([stranger.status, alice.status], [401, 200]);
  assert.equal((await exporter.stop()).code, 0);
});

test('a web config with a fault keeps the exporter from starting; --config.check does not look at it', async (t) => {
  const config = await temporaryFile(t, 'exporter.yml', MODULES);
  const web = await temporaryFile(t, 'web.yml', 'basic_auth_users: { bob: builder }\n');
  const flags = [`--config.file=${config}`, `--web.config.file=${web}`];

  const started = await run('serve', ...flags);
  const checked = await run('serve', ...flags, '--config.check');

  assert.equal(started.code, 1);
  assert.equal(
    started.stderr,
    `synthetic-exporter: ${web}:1:26: basic_auth_users.bob: want a bcrypt hash, such as \`htpasswd -nBC 10 ""\` prints\n`,
  );
  assert.equal(checked.code, 0);
});

test('a second address that is taken ends the start with one line', async (t) => {
  const config = await temporaryFile(t, 'exporter.yml', MODULES);
  const server = await listening({ port: 0, host: '127.0.0.1' });
  t.after(() => server.close());
  const port = portOf(server);

  const { code, stderr } = await run(
    'serve',
    `--config.file=${config}`,
    '--web.listen-address=127.0.0.1:0',
    `--web.listen-address=127.0.0.1:${port}`,
  );

  assert.equal(code, 1);
  assert.equal(
    stderr,
    `synthetic-exporter: port ${port} is already in use; --web.listen-address chooses another\n`,
  );
});

/** Runs the command with sockets handed over as systemd does it; resolves with what it logs first. */
async function activated(t: TestContext, descriptors: readonly number[]): Promise<string> {
  const config = await temporaryFile(t, 'exporter.yml', MODULES);
  // The id that systemd writes down is that of the process that it starts, which the shell becomes.
  const script = `LISTEN_PID=$$ LISTEN_FDS=${descriptors.length} exec "$0" "$@"`;
  const flags = [`--config.file=${config}`, '--web.systemd-socket'];
  const child = spawn('sh', ['-c', script, process.execPath, MAIN, 'serve', ...flags], {
    stdio: ['ignore', 'ignore', 'pipe', ...descriptors],
  });
  t.after(() => child.kill('SIGKILL'));
  assert.ok(child.stderr);
  let said = '';
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  child.stderr.resume();
  return said;
}

async function listening(where: { port: number; host: string } | { path: string }) {
  const server = createServer().listen(where);
  await once(server, 'listening');
  return server;
}

/** Node keeps the number of a socket to itself. */
function descriptorOf(socket: object): number {
  const { _handle: handle } = socket as { readonly _handle: { readonly fd: number } };
  return handle.fd;
}

function portOf(server: Server): number {
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

test('--web.systemd-socket serves at the sockets that it is handed', async (t) => {
  const one = await listening({ port: 0, host: '127.0.0.1' });
  const two = await listening({ port: 0, host: '::1' });
  const urls = [`http://127.0.0.1:${portOf(one)}/`, `http://[::1]:${portOf(two)}/`];

  const said = await activated(t, [descriptorOf(one), descriptorOf(two)]);
  // From here on nobody but the exporter takes their connections.
  one.close();
  two.close();

  assert.match(said, /msg=listening/);
  assert.ok(said.includes(urls.join(' ')), said);
  for (const url of urls) assert.equal((await get(`${url}-/healthy`)).text, 'Healthy');
});

test('a handed socket may be one of the file system', async (t) => {
  const path = join(await temporaryFolder(t), 'exporter.sock');
  const server = await listening({ path });
  t.after(() => server.close());

  assert.match(await activated(t, [descriptorOf(server)]), /msg=listening urls="?unix socket/);
});

test('without a socket to inherit, --web.systemd-socket says what it looked for', async (t) => {
  const config = await temporaryFile(t, 'exporter.yml', MODULES);

  const { code, stderr } = await run('serve', `--config.file=${config}`, '--web.systemd-socket');

  assert.equal(code, 1);
  assert.match(
    stderr,
    /^synthetic-exporter: flag --web\.systemd-socket: no socket was handed over, got LISTEN_PID= LISTEN_FDS= in process \d+; .*\n$/,
  );
  await using file = await open(config);
  assert.match(await activated(t, [file.fd]), /--web\.systemd-socket: descriptor 3 is no socket/);
  const server = await listening({ port: 0, host: '127.0.0.1' });
  const socket = connect(portOf(server), '127.0.0.1');
  t.after(() => (socket.destroy(), server.close()));
  await once(socket, 'connect');
  assert.match(
    await activated(t, [descriptorOf(socket)]),
    /cannot listen at the inherited descriptor 3: listen EINVAL/,
  );
});
