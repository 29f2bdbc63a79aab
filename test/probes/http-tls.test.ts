import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import { createServer as createNetServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { selfSigned } from '../support/certificates.ts';
import { get } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';

const YEAR_2040 = new Date('2040-01-01T00:00:00Z');
const root = selfSigned({ subject: [['CN', 'Root']], authority: true, notAfter: YEAR_2040 });
const leaf = root.issue({
  subject: [['CN', 'shop']],
  names: ['shop.test', '127.0.0.1', '::1'],
  notAfter: YEAR_2040,
  serial: '0a1b',
});
const trusting = { tls_config: { ca: root.pem } };
const pair = { key: leaf.key, cert: leaf.pem };

async function serveHttps(t: TestContext): Promise<number> {
  return serve(
    t,
    createServer(pair, (request, response) => {
      response.end(`${request.headers.host} ${request.url}`);
    }),
  );
}

async function serveHttp2(t: TestContext): Promise<number> {
  const server = createSecureServer({ ...pair, allowHTTP1: true }, (request, response) => {
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    if (request.url === '/big') response.end(Buffer.alloc(1024 * 1024));
    else if (request.url === '/hang') response.write('some');
    else if (request.url === '/empty') response.end();
    else if (request.url === '/missing')
      response.stream.respond({ ':status': 200, 'content-length': 5 }, { endStream: true });
    else if (request.url === '/reset') request.stream.close(2);
    else response.end(`${request.httpVersion} ${request.authority}`);
  });
  return serve(t, server);
}

test('https reports the certificate with the answer', async (t) => {
  const port = await serveHttps(t);

  const { verdict, values } = await get(`https://shop.test:${port}/`, trusting);

  const names = Object.keys(values).filter((name) => /_(ssl|tls)_/.test(name));
  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_ssl'], 1);
  assert.equal(values['probe_http_version'], 1.1);
  assert.deepEqual(
    names.map((name) => name.replace(/"[0-9a-f]{64}"/, '"…"')),
    [
      'probe_ssl_earliest_cert_expiry',
      'probe_ssl_last_chain_expiry_timestamp_seconds',
      'probe_ssl_last_chain_info{"fingerprint_sha256":"…","subject":"CN=shop","issuer":"CN=Root","subjectalternative":"shop.test","serialnumber":"0a1b"}',
      'probe_tls_version_info{"version":"TLS 1.3"}',
      'probe_tls_cipher_info{"cipher":"TLS_AES_256_GCM_SHA384"}',
    ],
  );
  assert.equal(values['probe_ssl_earliest_cert_expiry'], 2208988800);
});

test('an address without brackets is the one that the certificate must be for', async (t) => {
  const port = await serveHttps(t);

  assert.equal((await get(`https://::1:${port}/`, trusting)).verdict, 'success');
});

test('a refused certificate is shown, though there is no answer', async (t) => {
  const port = await serveHttps(t);

  const { verdict, values, phase } = await get(`https://other.test:${port}/`, trusting);

  assert.equal(
    verdict,
    'tls: certificate refused: it is for "shop.test, 127.0.0.1, ::1", want "other.test"',
  );
  assert.equal(phase, 'tls');
  assert.equal(values['probe_http_ssl'], 0);
  assert.equal(values['probe_http_status_code'], 0);
  assert.equal(values['probe_ssl_earliest_cert_expiry'], 2208988800);
  assert.equal(values['probe_ssl_last_chain_expiry_timestamp_seconds'], undefined);
});

test('the name that the certificate must have is server_name, else the Host header, else the host', async (t) => {
  const port = await serveHttps(t);
  async function check(host: string, config: object, wanted: string): Promise<void> {
    const { verdict } = await get(`https://${host}:${port}/`, { ...trusting, ...config });
    assert.equal(verdict.replace(/.*want/, 'want'), wanted);
  }
  const named = (server_name: string): object => ({ tls_config: { ca: root.pem, server_name } });

  await check('other.test', named('shop.test'), 'success');
  await check('other.test', { headers: { Host: 'shop.test:8443' } }, 'success');
  await check('shop.test', { headers: { Host: 'x.test' } }, 'want "x.test"');
  await check('127.0.0.1', {}, 'success');
  await check('[::1]', {}, 'success');
  await check('127.0.0.2', {}, 'want "127.0.0.2"');
});

test('the Host header names an address also where that leads to itself', async (t) => {
  const names: (string | false | null | undefined)[] = [];
  let port = 0;
  const server = createServer(pair, (request, response) => {
    const here = `https://127.0.0.1:${port}/end`;
    if (request.url === '/end') response.end();
    else response.writeHead(302, { Location: here }).end();
  });
  server.on('secureConnection', ({ servername }) => names.push(servername));
  port = await serve(t, server);

  const { verdict } = await get(`https://127.0.0.1:${port}/`, {
    ...trusting,
    headers: { Host: 'shop.test' },
  });

  assert.equal(verdict, 'success');
  assert.deepEqual(names, ['shop.test', 'shop.test']);
});

test('what is said of the target’s name is not said of those that it leads to', async (t) => {
  const secure = await serveHttps(t);
  const port = await serve(
    t,
    createHttpServer((_request, response) => {
      response.writeHead(302, { Location: `https://shop.test:${secure}/` }).end();
    }),
  );

  const { verdict, values } = await get(`http://start.test:${port}/`, {
    tls_config: { ca: root.pem, server_name: 'start.test' },
    headers: { Host: 'start.test' },
  });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_ssl'], 1);
  assert.equal(values['probe_http_redirects'], 1);
});

test('the certificate of a redirect is not that of the answer', async (t) => {
  const plain = await serve(
    t,
    createHttpServer((_request, response) => response.end('ok')),
  );
  const port = await serve(
    t,
    createServer(pair, (_request, response) => {
      response.writeHead(302, { Location: `http://shop.test:${plain}/` }).end();
    }),
  );

  const { verdict, values } = await get(`https://shop.test:${port}/`, {
    ...trusting,
    fail_if_ssl: true,
  });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_ssl'], 0);
  assert.equal(values['probe_ssl_earliest_cert_expiry'], undefined);
});

test('fails by TLS where TLS was not wanted, but shows what it met', async (t) => {
  const port = await serveHttps(t);

  const { verdict, values } = await get(`https://shop.test:${port}/`, {
    ...trusting,
    fail_if_ssl: true,
  });

  assert.equal(verdict, 'tls: the answer came over TLS, want none');
  assert.equal(values['probe_http_ssl'], 1);
});

test('speaks HTTP/2 where the server does, unless it may not', async (t) => {
  const port = await serveHttp2(t);
  const url = `https://shop.test:${port}/`;
  const rules = {
    ...trusting,
    fail_if_header_not_matches: [{ header: 'Set-Cookie', regexp: '^b=2$' }],
  };

  const two = await get(url, {
    ...rules,
    valid_http_versions: ['HTTP/2.0'],
    fail_if_body_not_matches_regexp: [`^2.0 shop.test:${port}$`],
  });
  const one = await get(url, { ...rules, enable_http2: false, valid_http_versions: ['HTTP/1.1'] });

  assert.equal(two.verdict, 'success');
  assert.equal(two.values['probe_http_version'], 2);
  assert.deepEqual(two.phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
  assert.equal(one.verdict, 'success');
  assert.equal(one.values['probe_http_version'], 1.1);
});

test('HTTP/2 sends a body and a Host header, and takes large bodies', async (t) => {
  const seen: string[] = [];
  const server = createSecureServer(pair, (request, response) => {
    let sent = '';
    request.on('data', (text: Buffer) => {
      sent += text.toString();
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.authority} ${sent}`);
      response.end(Buffer.alloc(3_000_000));
    });
  });
  const port = await serve(t, server);

  const { verdict, values } = await get(`https://shop.test:${port}/`, {
    ...trusting,
    method: 'POST',
    body: 'hello',
    headers: { Host: 'shop.test' },
  });

  assert.equal(verdict, 'success');
  assert.deepEqual(seen, ['POST shop.test hello']);
  assert.equal(values['probe_http_uncompressed_body_length'], 3_000_000);
});

test('an HTTP/2 stream that is reset, cut or never ends fails as such', async (t) => {
  const port = await serveHttp2(t);
  const url = (path: string): string => `https://shop.test:${port}${path}`;

  const reset = await get(url('/reset'), trusting);
  const hang = await get(url('/hang'), trusting, { timeoutMs: 200 });
  const big = await get(url('/big'), { ...trusting, body_size_limit: '1KB' });

  assert.match(reset.verdict, /^protocol: /);
  assert.match(hang.verdict, /^timeout: /);
  assert.equal(hang.phase, 'transfer');
  assert.equal(hang.values['probe_http_uncompressed_body_length'], 4);
  assert.match(big.verdict, /^content: got a body of more than 1024 bytes/);
});

test('a server that agrees on HTTP/2 and speaks otherwise, or hangs up, fails', async (t) => {
  const other = await serve(
    t,
    createTlsServer({ ...pair, ALPNProtocols: ['h2'] }, (socket) => {
      socket.on('error', () => {});
      socket.end('HTTP/1.1 200 OK\r\n\r\n');
    }),
  );
  const gone = await serve(
    t,
    createTlsServer({ ...pair, ALPNProtocols: ['h2'] }, (socket) => {
      socket.on('error', () => {});
      socket.destroy();
    }),
  );

  assert.match((await get(`https://shop.test:${other}/`, trusting)).verdict, /^(protocol|reset): /);
  assert.match((await get(`https://shop.test:${gone}/`, trusting)).verdict, /^reset: /);
});

test('time runs out in the handshake', async (t) => {
  const port = await serve(
    t,
    createNetServer(() => {}),
  );

  const { verdict, phase } = await get(`https://shop.test:${port}/`, {}, { timeoutMs: 100 });

  assert.match(verdict, /^timeout: /);
  assert.equal(phase, 'tls');
});

test('plain HTTP on the TLS port says so', async (t) => {
  const port = await serve(
    t,
    createHttpServer((_request, response) => response.end()),
  );

  const { verdict } = await get(`https://shop.test:${port}/`);

  assert.equal(verdict, 'tls: TLS handshake failed: wrong version number: what came is not TLS');
});

test('an HTTP/2 answer that ends with its head has no length left to say', async (t) => {
  const port = await serveHttp2(t);

  const { verdict, values } = await get(`https://shop.test:${port}/empty`, trusting);

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_version'], 2);
  assert.equal(values['probe_http_content_length'], 0);
});

test('an HTTP/2 answer that ends with its head, but for a body that it announced, is broken', async (t) => {
  const port = await serveHttp2(t);

  const { verdict, values } = await get(`https://shop.test:${port}/missing`, trusting);

  assert.match(verdict, /^protocol: /);
  assert.equal(values['probe_http_status_code'], 200);
  assert.equal(values['probe_http_content_length'], 5);
});

test('asks for no protocol in particular where HTTP/2 is off', async (t) => {
  const server = createTlsServer({ ...pair, ALPNProtocols: ['h2'] }, (socket) => {
    socket.on('error', () => {});
    socket.end('HTTP/1.1 200 OK\r\n\r\n');
  });
  const port = await serve(t, server);

  const { verdict } = await get(`https://shop.test:${port}/`, { ...trusting, enable_http2: false });

  assert.equal(verdict, 'success');
});

test('a server that hangs up before the handshake is not waited for', async (t) => {
  const closing = createNetServer((socket) => socket.end());
  const port = await serve(t, closing);

  const { verdict, phase } = await get(`https://shop.test:${port}/`, trusting);

  assert.match(verdict, /^reset: /);
  assert.equal(phase, 'tls');
});
