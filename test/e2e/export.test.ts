import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { selfSigned } from '../support/certificates.ts';
import { type Ended, run, serve, temporaryFile, temporaryFolder } from '../support/command.ts';
import { get } from '../support/exporter.ts';
import { freePort } from '../support/free-port.ts';
import { listen } from '../support/listen.ts';
import { cheapHash, webFolder } from '../support/web-config.ts';

const CONFIG = (address: string, more = '') => `
modules:
  greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^220 ' }] } }
targets:
  - { name: inbox, module: greeting, target: '${address}', interval: 200ms, labels: { audience: customers } }
  - { name: '../../../escape', module: greeting, target: '${address}', interval: scrape, labels: { audience: customers } }
  - { name: '..', module: greeting, target: '${address}', interval: scrape, labels: { audience: customers } }
  - { name: ledger, module: greeting, target: '${address}', interval: scrape, labels: { audience: finance } }
${more}pages:
  - { name: customers, title: Our services, targets: { audience: customers }, hide: [address] }
  - { name: all, title: Everything, targets: {} }
`;

async function startExporter(t: TestContext, more?: string) {
  const address = await listen(t, (socket) => socket.end('550 words of the target\r\n'));
  const serving = await serve(t, CONFIG(address, more));
  await get(`${serving.url}metrics`);
  return { ...serving, address };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  return files
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

const exported = (...args: readonly string[]): Promise<Ended> => run('export', ...args);
const DIGEST = /-[0-9a-f]{16}/;

test('a page becomes a folder of files that hold what its readers may see', async (t) => {
  const { url, address } = await startExporter(t);
  const folder = join(await temporaryFolder(t), 'new', 'public');

  const { code, stdout, stderr } = await exported(folder, `--from=${url}`, '--page=customers');

  assert.deepEqual([code, stdout, stderr], [0, `${folder}: 1 page, 3 targets\n`, '']);
  const files = await filesIn(folder);
  assert.deepEqual(
    files.map((file) => file.replace(DIGEST, '-DIGEST')),
    [
      '.synthetic-exporter.json',
      'index.html',
      'targets/escape-DIGEST.html',
      'targets/inbox.html',
      'targets/target-DIGEST.html',
    ],
  );
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const all = texts.join('');
  assert.ok(
    !all.includes(address) && !all.includes('ledger') && !all.includes('words of the target'),
  );
  const index = await readFile(join(folder, 'index.html'), 'utf8');
  assert.match(index, /<strong>As of <time datetime="20[^"]*">[^<]* UTC<\/time><\/strong>/);
  const links = [...index.matchAll(/href="([^"]*)"/g)].map(([, link = '']) => link);
  const inside = links.filter((link) => !link.startsWith('data:image/svg+xml,'));
  // Each leads to a file that is there, without a server.
  for (const link of inside) assert.ok(files.includes(link), link);
  assert.equal(new Set(inside).size, 3);
  const inbox = await readFile(join(folder, 'targets/inbox.html'), 'utf8');
  assert.match(inbox, /content in (phase )?dialogue/);
  assert.match(inbox, /href="\.\.\/index\.html"/);
});

test('all workers of an exporter are asked', async (t) => {
  const address = await listen(t, (socket) => socket.end('220 yes\r\n'));
  const { url } = await serve(t, CONFIG(address), '--workers=2');
  const folder = await temporaryFolder(t);
  // Each scrape runs all that run on scrape, whoever they belong to.
  await get(`${url}metrics`);

  const { code, stdout } = await exported(folder, `--from=${url}`, '--page=all');

  assert.deepEqual([code, stdout], [0, `${folder}: 1 page, 4 targets\n`]);
  const index = await readFile(join(folder, 'index.html'), 'utf8');
  assert.doesNotMatch(index, /not run yet/);
  assert.equal(index.match(/<tr class="is-up"/g)?.length, 4);
});

test('without a choice every page has a folder of its own, and what is gone is removed', async (t) => {
  const { url, file, address } = await startExporter(t);
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'theirs.txt'), 'theirs');

  const first = await exported(folder, `--from=${url}`);
  const before = await filesIn(folder);
  const text = CONFIG(address)
    .replace(/ {2}- \{ name: all.*\n/, '')
    .replace(/ {2}- \{ name: inbox.*\n/, '');
  await writeFile(file, text);
  await get(`${url}-/reload`, { method: 'POST' });
  const second = await exported(folder, `--from=${url}`);

  assert.equal(first.stdout, `${folder}: 2 pages, 7 targets\n`);
  assert.ok(
    before.includes('all/targets/ledger.html') && before.includes('customers/targets/inbox.html'),
  );
  assert.equal(second.stdout, `${folder}: 1 page, 2 targets\n`);
  assert.deepEqual(
    (await filesIn(folder)).map((one) => one.replace(DIGEST, '-DIGEST')),
    [
      '.synthetic-exporter.json',
      'customers/index.html',
      'customers/targets/escape-DIGEST.html',
      'customers/targets/target-DIGEST.html',
      'theirs.txt',
    ],
  );
});

test('when the exporter is gone the files stay as they are, and the exit code says so', async (t) => {
  const exporter = await startExporter(t);
  const { url } = exporter;
  const folder = await temporaryFolder(t);
  await exported(folder, `--from=${url}`);
  const state = async () =>
    Promise.all(
      (await filesIn(folder)).map(async (file) => [file, (await stat(join(folder, file))).mtimeMs]),
    );
  const before = await state();
  await exporter.stop('SIGKILL');

  const { code, stdout, stderr } = await exported(folder, `--from=${url}`);

  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    /^synthetic-exporter: http:\/\/127\.0\.0\.1:\d+\/pages: connect ECONNREFUSED 127\.0\.0\.1:\d+\n$/,
  );
  assert.deepEqual(await state(), before);
});

test('with --every it goes on, over a time without an exporter, until a signal comes', async (t) => {
  const address = await listen(t, (socket) => socket.end('220 yes\r\n'));
  const port = await freePort();
  const folder = await temporaryFolder(t);
  const child = startExport(t, [folder, `--from=http://127.0.0.1:${port}/`, '--every=1s']);

  await child.said('ECONNREFUSED');
  const serving = await serve(t, CONFIG(address), `--web.listen-address=127.0.0.1:${port}`);
  await child.said('2 pages, 7 targets');
  await serving.stop('SIGKILL');
  await child.said('ECONNREFUSED', 2);

  assert.equal(await child.stop(), 0);
  const index = await readFile(join(folder, 'customers/index.html'), 'utf8');
  assert.match(index, /written anew every 1 s/);
});

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

function startExport(t: TestContext, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [MAIN, 'export', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const closed = once(child, 'close');
  t.after(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  let output = '';
  const listener = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', listener);
  child.stderr.on('data', listener);
  return {
    closed,
    output: () => output,
    /** Resolves when the text has been said so many times. */
    async said(text: string, times = 1): Promise<void> {
      while (output.split(text).length <= times)
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
    },
    async stop(): Promise<unknown> {
      child.kill('SIGTERM');
      const [code]: readonly unknown[] = await closed;
      return code;
    },
  };
}

test('an exporter behind TLS and a password is asked with the password of a file', async (t) => {
  const { pem, key } = selfSigned({ subject: [['CN', 'us']], names: ['127.0.0.1'] });
  const web = await webFolder(t, {
    'cert.pem': pem,
    'key.pem': key,
    'web.yml': `tls_server_config: { cert_file: cert.pem, key_file: key.pem }
basic_auth_users: { 'status page': '${cheapHash('won:derland')}' }
`,
  });
  const { url } = await serve(t, CONFIG('127.0.0.1:9'), `--web.config.file=${web.file}`);
  const authority = await temporaryFile(t, 'ca.pem', pem);
  const right = await temporaryFile(t, 'right', 'won:derland\n');
  const wrong = await temporaryFile(t, 'wrong', 'guess\n');
  const folder = await temporaryFolder(t);
  const from = `--from=${url.replace('//', '//status%20page@')}`;
  const check = async (environment: NodeJS.ProcessEnv, password: string, wanted: RegExp) => {
    const child = startExport(t, [folder, from, `--password-file=${password}`], environment);
    await child.closed;
    assert.match(child.output(), wanted);
    assert.doesNotMatch(child.output(), /derland|guess/);
  };

  await check({ NODE_EXTRA_CA_CERTS: authority }, right, /: 2 pages, 7 targets\n$/);
  await check({ SSL_CERT_FILE: authority }, right, /: 2 pages, 7 targets\n$/);
  await check({ NODE_EXTRA_CA_CERTS: authority }, wrong, /\/pages: got 401, want 200\n$/);
  await check({}, right, /\/pages: (self-signed|unable to verify)/);
});

test('flags that make no sense are exit code 2 and one line', async () => {
  const check = async (args: readonly string[], wanted: string) => {
    const { code, stderr } = await exported(...args);
    assert.deepEqual([code, stderr], [2, `synthetic-exporter: ${wanted}\n`]);
  };

  await check([], 'want a folder to write into');
  await check(['a', 'b'], 'unexpected argument "b"');
  await check(['a', '--from=prod'], 'flag --from: want the URL of an exporter: http://host:9115');
  await check(['a', '--page=../b'], 'flag --page: got "../b", which is no name of a page');
  await check(['a', '--every=10ms'], 'flag --every: got "10ms", want a duration from 1s to 24h');
  await check(
    ['a', '--password-file=b'],
    'flag --password-file: want a user and no password in --from: https://user@host',
  );
});

test('what is there and is no such page is said in one line', async (t) => {
  const { url } = await startExporter(t);
  const bare = await serve(t, 'modules: {}\n');
  const folder = await temporaryFolder(t);
  const check = async (args: readonly string[], wanted: string) => {
    const { code, stderr } = await exported(folder, ...args);
    assert.deepEqual([code, stderr], [1, `synthetic-exporter: ${wanted}\n`]);
    assert.deepEqual(await filesIn(folder), []);
  };

  await check([`--from=${url}`, '--page=staff'], `${url}: has no status page "staff"`);
  await check([`--from=${bare.url}`], `${bare.url}: its configuration has no status pages`);
  await check(
    [`--from=${url}elsewhere`],
    `${url}elsewhere/pages: what came is no JSON; want an exporter of this version`,
  );
});

test('who is asked has no say in where files lie', async (t) => {
  const address = await listen(t, (socket) => {
    const pages = JSON.stringify([{ name: '../elsewhere', title: '' }]);
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${pages.length}\r\n\r\n${pages}`);
  });
  const above = await temporaryFolder(t);

  const { code, stderr } = await exported(join(above, 'status'), `--from=http://${address}/`);

  const why = 'what came is no status page; want an exporter of this version';
  assert.deepEqual([code, stderr], [1, `synthetic-exporter: http://${address}/pages: ${why}\n`]);
  assert.deepEqual(await readdir(above), []);
});
