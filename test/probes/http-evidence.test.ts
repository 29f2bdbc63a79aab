import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import http from '../../probes/http.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { ask } from '../support/http-told.ts';
import { listen } from '../support/listen.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';
import { type Told, tell } from '../support/told.ts';

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
