import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import http from '../../probes/http.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { selfSigned } from '../support/certificates.ts';
import { temporaryFile } from '../support/command.ts';
import { listen } from '../support/listen.ts';
import { startProxy } from '../support/proxy.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';
import { type Told, tell } from '../support/told.ts';

interface Setting {
  readonly config?: object;
  readonly path?: string;
  readonly timeoutMs?: number;
}

/** What is told of a run against a server that answers so. */
async function ask(
  t: TestContext,
  answer: RequestListener,
  { config = {}, path = '/', timeoutMs = 5000 }: Setting = {},
): Promise<Told & { readonly port: number }> {
  const port = await serve(t, createServer({ keepAlive: false }, answer));
  const setting = { config, timeoutMs, network: localNetwork };
  return { ...(await tell(http, `http://shop.test:${port}${path}`, setting)), port };
}

/** The last thing that was received. */
function lastHeard({ evidence }: Told): string | undefined {
  return evidence.findLast((one) => one.startsWith('< '));
}

test('each hop tells what it did, what was sent, and what was answered', async (t) => {
  const { verdict, spans, evidence, port } = await ask(t, (request, response) => {
    response.sendDate = false;
    if (request.url === '/next?a=1') response.writeHead(503, 'Backend down', { 'x-cause': 'é' });
    else response.writeHead(302, { location: '/next?a=1' });
    response.end(request.url === '/' ? 'go on' : 'sorry');
  });

  assert.equal(verdict, 'status: got 503, want 2xx');
  assert.deepEqual(spans, [
    'resolve: shop.test',
    `connect: 127.0.0.1:${port}`,
    `processing: GET http://shop.test:${port}/`,
    'transfer: the answer',
    `connect: 127.0.0.1:${port}`,
    `processing: GET http://shop.test:${port}/next?a=1`,
    'transfer: the answer',
  ]);
  assert.deepEqual(evidence, [
    'Addresses: name=shop.test; chosen=127.0.0.1',
    `> GET / HTTP/1.1\nHost: shop.test:${port}\nUser-Agent: ${userAgent}`,
    '< HTTP/1.1 302 Found\nLocation: /next?a=1',
    `> GET /next?a=1 HTTP/1.1\nHost: shop.test:${port}\nUser-Agent: ${userAgent}\n` +
      `Referer: http://shop.test:${port}/`,
    '< HTTP/1.1 503 Backend down',
    'Response headers: x-cause=é; connection=close; transfer-encoding=chunked',
    '< sorry',
  ]);
});

test('a name with several addresses says which was chosen, also if none may be', async (t) => {
  const port = await serve(
    t,
    createServer((_, response) => void response.end()),
  );
  const both = [
    { address: '::1', family: 6 },
    { address: '127.0.0.1', family: 4 },
  ] as const;
  const network = { ...localNetwork, resolve: async () => both };
  const url = `http://shop.test:${port}/`;
  const four = { preferred_ip_protocol: 'ip4' };
  const { evidence } = await tell(http, url, { config: four, network });
  assert.equal(evidence[0], 'Addresses: name=shop.test; chosen=127.0.0.1; also=::1');

  const six = { preferred_ip_protocol: 'ip6', ip_protocol_fallback: false };
  const only = { ...localNetwork, resolve: async () => both.slice(1) };
  const none = await tell(http, url, { config: six, network: only });
  assert.deepEqual(none.evidence, ['Addresses: name=shop.test; also=127.0.0.1']);
});

test('an IPv6 address stands in brackets', async () => {
  const { spans } = await tell(http, 'http://[::1]:9/');

  assert.deepEqual(spans, ['resolve: ::1', 'connect: [::1]:9']);
});

test('an address that is tried after another is a stretch of its own', async (t) => {
  const away = await serve(
    t,
    createServer((_, response) => void response.end('ok')),
  );
  const addresses = [
    { address: '127.0.0.2', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ] as const;
  const network = {
    ...localNetwork,
    resolve: async (name: string) => (name === 'a.test' ? addresses.slice(1) : addresses),
  };
  const first = createServer((_, response) => {
    response.writeHead(302, { location: `http://b.test:${away}/` }).end();
  });
  const { verdict, spans } = await tell(http, `http://a.test:${await serve(t, first)}/`, {
    network,
  });

  assert.equal(verdict, 'success');
  assert.deepEqual(spans.slice(4), [
    'resolve: b.test',
    `connect: 127.0.0.2:${away}`,
    `connect: 127.0.0.1:${away}`,
    `processing: GET http://b.test:${away}/`,
    'transfer: the answer',
  ]);
});

test('the body is there when a rule fails on it, unpacked', async (t) => {
  const config = {
    compression: 'gzip',
    headers: { 'Accept-Encoding': 'gzip' },
    fail_if_body_not_matches_regexp: ['good'],
  };
  const told = await ask(t, (_, response) => void response.end(gzipSync('all is bad')), { config });

  assert.match(told.verdict, /^content: /);
  assert.equal(lastHeard(told), '< all is bad');
});

test('a body that cannot be unpacked is there as it came', async (t) => {
  const config = { compression: 'gzip', headers: { 'Accept-Encoding': 'gzip' } };
  const told = await ask(t, (_, response) => void response.end('no gzip at all'), { config });

  assert.match(told.verdict, /^payload: /);
  assert.equal(lastHeard(told), '< no gzip at all');
});

test('of a long body there is the beginning, and that it was cut', async (t) => {
  const exact = await ask(t, (_, response) => void response.end('x'.repeat(2048)));
  assert.equal(lastHeard(exact), `< ${'x'.repeat(2048)}`);

  const longer = await ask(t, (_, response) => {
    for (let piece = 0; piece < 3000; piece += 1) response.write('y');
    response.end();
  });
  assert.equal(lastHeard(longer), `< ${'y'.repeat(2048)}… cut`);
});

test('a body that is too long for its limit is there as well', async (t) => {
  const told = await ask(t, (_, response) => void response.end('too long'), {
    config: { body_size_limit: '3B' },
  });

  assert.match(told.verdict, /^content: /);
  assert.equal(lastHeard(told), '< too long');
});

test('a body in bytes is shown in hexadecimal', async (t) => {
  const told = await ask(t, (_, response) => void response.end(Buffer.from([0, 1, 255])));

  assert.equal(
    lastHeard(told),
    `< 3 bytes that are no text:\n0000  00 01 ff${' '.repeat(39)}  ...`,
  );
});

test('a run that has no more time has what came until then', async (t) => {
  const told = await ask(t, (_, response) => void response.write('so far'), { timeoutMs: 600 });
  assert.deepEqual(
    [told.verdict, lastHeard(told)],
    ['timeout: no verdict within 0.6 s', '< so far'],
  );

  const half = await listen(
    t,
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nServer: x\r\nX-Ha'),
  );
  const { evidence } = await tell(http, `http://${half}/`, { timeoutMs: 600 });
  assert.deepEqual(evidence.slice(2), ['< HTTP/1.1 200 OK\nServer: x\nX-Ha']);
});

test('what is no HTTP is there as it came', async (t) => {
  const target = await listen(t, (socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  const { verdict, evidence } = await tell(http, `http://${target}/`);

  assert.match(verdict, /^protocol: /);
  assert.deepEqual(evidence.slice(2), ['< SSH-2.0-OpenSSH_9.6\n']);
});

test('a redirect that leads nowhere says where to', async (t) => {
  const told = await ask(t, (_, response) => {
    response.writeHead(301, { location: 'gopher://x/' }).end();
  });

  assert.match(told.verdict, /^protocol: /);
  assert.equal(lastHeard(told), '< HTTP/1.1 301 Moved Permanently\nLocation: gopher://x/');
});

const root = selfSigned({ subject: [['CN', 'Root']], authority: true });
const leaf = root.issue({ subject: [['CN', 'shop']], names: ['shop.test'] });
const pair = { key: leaf.key, cert: leaf.pem + root.pem };

test('the certificates are there, also if they are refused or not looked at', async (t) => {
  const port = await serve(
    t,
    createTlsServer(pair, (_, response) => void response.end('ok')),
  );
  const url = `https://shop.test:${port}/`;
  const network = localNetwork;
  const trusting = { tls_config: { ca: root.pem } };
  const good = await tell(http, url, { config: trusting, network });
  assert.equal(good.verdict, 'success');
  assert.equal(good.spans[2], 'tls: shop.test');
  assert.equal(good.evidence[1], 'certificates: CN=shop, CN=Root');

  const refused = await tell(http, url, { network });
  assert.match(refused.verdict, /^tls: /);
  assert.deepEqual(refused.evidence.slice(1), ['certificates: CN=shop, CN=Root']);

  const skipping = { tls_config: { insecure_skip_verify: true, server_name: 'other.test' } };
  const skipped = await tell(http, url, { config: skipping, network });
  assert.equal(skipped.verdict, 'success');
  assert.equal(skipped.spans[2], 'tls: other.test');
  assert.equal(skipped.evidence[1], 'certificates: CN=shop, CN=Root');
});

test('HTTP/2 looks the same', async (t) => {
  const server = createSecureServer(pair, (_, response) => {
    response.sendDate = false;
    response.writeHead(404, { 'x-one': ['a', 'b'] });
    response.end('not here');
  });
  const port = await serve(t, server);
  const config = { tls_config: { ca: root.pem } };
  const { evidence } = await tell(http, `https://shop.test:${port}/a`, {
    config,
    network: localNetwork,
  });

  assert.deepEqual(evidence.slice(2), [
    `> GET /a HTTP/2\nHost: shop.test:${port}\nUser-Agent: ${userAgent}`,
    '< HTTP/2 404',
    'Response headers: x-one=a; x-one=b',
    '< not here',
  ]);
});

test('a proxy is named, with the place that it is told', async (t) => {
  const port = await serve(
    t,
    createServer((_, response) => void response.end('ok')),
  );
  const proxy = await startProxy(t);
  const config = { proxy_url: `http://127.0.0.1:${proxy.port}` };
  const { spans } = await tell(http, `http://shop.test:${port}/`, {
    config,
    network: localNetwork,
  });

  assert.equal(spans[1], `connect: 127.0.0.1:${port} by the proxy 127.0.0.1:${proxy.port}`);
});

/** Says again all that it was told. */
const echo: RequestListener = (request, response) => {
  response.setHeader('X-Echo', request.headers.authorization ?? '');
  response.setHeader('Set-Cookie', 'sid=0123456789; Path=/');
  response.end(
    `${request.url} ${JSON.stringify(request.headers)} ${Object.values(request.headers).join(' ')}`,
  );
};

test('secrets never come back, however they are sent, and whatever says them again', async (t) => {
  const file = await temporaryFile(t, 'token', 'from-a-file\n');
  const never = async (
    config: object,
    path: string,
    ...secrets: readonly string[]
  ): Promise<void> => {
    const { text, verdict } = await ask(t, echo, { config, path });
    assert.equal(verdict, 'success');
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
  };
  const basic = Buffer.from('bob:hunter2').toString('base64');
  await never({ basic_auth: { username: 'bob', password: 'hunter2' } }, '/', 'hunter2', basic);
  await never({ bearer_token: 'opaque-one' }, '/', 'opaque-one');
  await never({ authorization: { type: 'Own', credentials_file: file } }, '/', 'from-a-file');
  await never({ headers: { 'X-Api-Key': 'k3y-of-ours' } }, '/', 'k3y-of-ours');
  await never({ headers: { Cookie: 'sid=ours-alone' } }, '/', 'ours-alone');
  await never({ http_headers: { 'X-Any': { secrets: ['hush-hush'] } } }, '/', 'hush-hush');
  await never({ http_headers: { 'X-Any': { files: [file] } } }, '/', 'from-a-file');
  await never({}, '/?token=in-the-query', 'in-the-query');
  await never({}, '/', '0123456789');
});

test('the password of a URL is no part of anything', async (t) => {
  const port = await serve(t, createServer(echo));
  const { text } = await tell(http, `http://bob:hunter2@127.0.0.1:${port}/`);

  assert.ok(
    !text.includes('hunter2') && !text.includes(Buffer.from('bob:hunter2').toString('base64')),
  );
});
