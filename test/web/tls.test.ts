import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { get, type Started, startWith } from '../support/exporter.ts';
import { secureGet } from '../support/https-get.ts';
import { listen } from '../support/listen.ts';
import { type WebFolder, webFolder } from '../support/web-config.ts';

const MODULES = 'modules: { launches: { prober: sidecar } }\n';
const authority = selfSigned({ subject: [['CN', 'authority']], authority: true });
const first = authority.issue({ subject: [['CN', 'first']], names: ['127.0.0.1'] });
const second = authority.issue({ subject: [['CN', 'second']], names: ['127.0.0.1'] });
const TLS = 'tls_server_config: { cert_file: cert.pem, key_file: key.pem }\n';
const FILES = { 'web.yml': TLS, 'cert.pem': first.pem, 'key.pem': first.key };
const ca = authority.pem;

interface Secure extends Started {
  readonly folder: WebFolder;
}

async function start(
  t: TestContext,
  files: Readonly<Record<string, string>> = {},
): Promise<Secure> {
  const folder = await webFolder(t, { ...FILES, ...files });
  return { ...(await startWith(t, MODULES, { webConfigFile: folder.file })), folder };
}

test('with a certificate the exporter speaks TLS and says so in its URL', async (t) => {
  const { url } = await start(t);

  const { status, text, subject, protocol } = await secureGet(`${url}-/healthy`, { ca });

  assert.match(url, /^https:\/\/127\.0\.0\.1:\d+\/$/);
  assert.deepEqual([status, text, subject, protocol], [200, 'Healthy', 'CN=first', 'TLSv1.3']);
});

test('a long address of a target passes, also where HTTP/2 is spoken', async (t) => {
  for (const http2 of ['true', 'false']) {
    const { url } = await start(t, {
      'web.yml': `${TLS}http_server_config: { http2: ${http2} }\n`,
    });

    const { status } = await secureGet(`${url}-/healthy?${'x'.repeat(100_000)}`, { ca });

    assert.equal(status, 200, `http2: ${http2}`);
  }
});

test('certificate and key may stand in the file itself, and files win over them', async (t) => {
  const inline = (pem: string) => JSON.stringify(pem);
  const { url, folder } = await start(t, {
    'web.yml': `tls_server_config: { cert: ${inline(second.pem)}, key: ${inline(second.key)} }\n`,
  });
  assert.equal((await secureGet(url, { ca })).subject, 'CN=second');

  await folder.write({
    'web.yml': `tls_server_config: { cert: ${inline(second.pem)}, key: ${inline(second.key)}, cert_file: cert.pem, key_file: key.pem }\n`,
  });
  assert.equal((await secureGet(url, { ca })).subject, 'CN=first');
});

test('http_sd says https where https is spoken', async (t) => {
  const config = `${MODULES}targets: [{ name: a, module: launches, target: '127.0.0.1:1', interval: scrape }]\n`;
  const { file } = await webFolder(t, FILES);
  const { url } = await startWith(t, config, { webConfigFile: file });

  const { text } = await secureGet(`${url}targets.json`, { ca });

  assert.match(text, /"__scheme__":"https"/);
});

async function http2Get(t: TestContext, url: string, path: string) {
  const session = connectHttp2(url, { ca });
  t.after(() => session.destroy());
  const stream = session.request({ ':path': path });
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  const text = (await stream.setEncoding('utf8').toArray()).join('');
  return { status: headers[':status'], text, session };
}

test('HTTP/2 is spoken with those who know it, unless http2 is false', async (t) => {
  const { url, folder } = await start(t);
  const { status, text } = await http2Get(t, url, '/-/healthy');
  assert.deepEqual([status, text], [200, 'Healthy']);
  assert.equal((await http2Get(t, url, '/nowhere')).status, 200);

  await folder.write({ 'web.yml': `${TLS}http_server_config: { http2: false }\n` });
  const plain = await startWith(t, MODULES, { webConfigFile: folder.file });
  const session = connectHttp2(plain.url, { ca });
  const [error] = (await once(session, 'error')) as [NodeJS.ErrnoException];
  assert.equal(error.code, 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  assert.equal((await secureGet(`${plain.url}-/healthy`, { ca })).status, 200);
});

test('an HTTP/2 scrape that is under way has its answer before the exporter closes', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<() => void>();
  const target = await listen(t, (socket) => isAsked(() => socket.end('{"requests": 5}\n')));
  const { url, close } = await start(t);
  const scrape = http2Get(t, url, `/probe?module=launches&target=${target}`);
  const answer = await asked;

  const closed = close();
  answer();

  const { status, text } = await scrape;
  assert.equal(status, 200);
  assert.match(text, /^probe_success 1$/m);
  await closed;
});

test('who hangs up over HTTP/2 ends the run that nobody else waits for', async (t) => {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  const target = await listen(t, (socket) => {
    asked.resolve();
    socket.resume().once('end', () => left.resolve());
  });
  const { url } = await start(t);
  const session = connectHttp2(url, { ca });
  t.after(() => session.destroy());
  const stream = session.request({ ':path': `/probe?module=launches&target=${target}` });
  stream.on('error', () => {});
  await asked.promise;

  stream.close();

  await left.promise;
});

test('idle connections, secured and not yet so, do not hold up the end', async (t) => {
  const { url, close } = await start(t);
  const { session } = await http2Get(t, url, '/-/healthy');
  const ended = once(session, 'close');

  await close();
  await ended;
});

test('a renewed certificate counts from the next connection on', async (t) => {
  const { url, folder } = await start(t);
  assert.equal((await secureGet(url, { ca })).subject, 'CN=first');

  await folder.write({ 'cert.pem': second.pem, 'key.pem': second.key });

  assert.equal((await secureGet(url, { ca })).subject, 'CN=second');
});

test('while certificate or file are broken nobody gets in, and the log says why, once', async (t) => {
  const { url, folder, log } = await start(t);
  const broken = () => log.filter((line) => line.includes('web config cannot be used'));

  await folder.write({ 'key.pem': second.key });
  await assert.rejects(secureGet(url, { ca }), { code: 'ECONNRESET' });
  await assert.rejects(secureGet(url, { ca }), { code: 'ECONNRESET' });
  assert.equal(broken().length, 1);
  assert.match(
    broken()[0] ?? '',
    /web\.yml:1:53: tls_server_config\.key_file: .*key values mismatch/,
  );

  await folder.write({ 'key.pem': first.key });
  assert.equal((await secureGet(`${url}-/healthy`, { ca })).status, 200);

  await rm(folder.file);
  await assert.rejects(secureGet(url, { ca }), { code: 'ECONNRESET' });
  assert.match(broken()[1] ?? '', /web\.yml: cannot be read: ENOENT/);

  await folder.write({ 'web.yml': 'http_server_config: {}\n' });
  await assert.rejects(secureGet(url, { ca }), { code: 'ECONNRESET' });
  assert.match(broken()[2] ?? '', /TLS was configured at the start and is not any more/);
});

test('who comes with plain HTTP is told so', async (t) => {
  const { url } = await start(t);

  const { status, text } = await get(url.replace('https', 'http'));

  assert.equal(status, 400);
  assert.equal(text, 'Client sent an HTTP request to an HTTPS server.\n');
});

test('a peer that connects and goes away, or sends rubbish, disturbs nobody', async (t) => {
  const { url, log } = await start(t);
  const { port } = new URL(url);
  for (const bytes of ['', '\x16', '\x16\x03\x01\x00\x05hello', '\x00\xff']) {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    if (bytes !== '') socket.write(Buffer.from(bytes, 'latin1'));
    socket.end();
    socket.resume();
    await once(socket, 'close');
  }

  assert.equal((await secureGet(`${url}-/healthy`, { ca })).status, 200);
  assert.deepEqual(log, []);
});

test('versions, suites and curves are those of the file, also after it changed', async (t) => {
  const more = (block: string) =>
    `tls_server_config: { cert_file: cert.pem, key_file: key.pem, ${block} }\n`;
  const { url, folder } = await start(t, { 'web.yml': more('max_version: TLS12') });
  const ask = async (block: string, options: object) => {
    await folder.write({ 'web.yml': more(block) });
    const { protocol, cipher } = await secureGet(url, { ca, ...options });
    return `${protocol} ${cipher}`;
  };
  const refuses = async (block: string, options: object) => {
    await assert.rejects(ask(block, options), { code: /^(ERR_SSL_|EPROTO)/ }, block);
  };
  const tls12 = { maxVersion: 'TLSv1.2' };
  const aes = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
  const chacha = 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256';
  const both = `cipher_suites: [${aes}, ${chacha}]`;
  const clientOrder = {
    ...tls12,
    ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256',
  };

  assert.equal(await ask('max_version: TLS12', {}), `TLSv1.2 ${aes}`);
  assert.equal(await ask('min_version: TLS12', tls12), `TLSv1.2 ${aes}`);
  await refuses('min_version: TLS13', tls12);
  assert.equal(await ask(both, clientOrder), `TLSv1.2 ${aes}`);
  assert.equal(
    await ask(`${both}, prefer_server_cipher_suites: false`, clientOrder),
    `TLSv1.2 ${chacha}`,
  );
  await refuses(both, { ...tls12, ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' });
  assert.equal(
    await ask('cipher_suites: [TLS_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]', {}),
    'TLSv1.3 TLS_AES_128_GCM_SHA256',
  );
  await refuses('curve_preferences: [CurveP521]', { ecdhCurve: 'P-384' });
  assert.match(await ask('curve_preferences: [CurveP521]', { ecdhCurve: 'P-521' }), /^TLSv1\.3/);
  assert.equal(
    await ask('min_version: TLS10, max_version: TLS11', {
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
    'TLSv1.1 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA',
  );
});
