import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { config } from '../../probes/http/config.ts';
import http from '../../probes/http.ts';
import { failure } from '../../src/failure.ts';
import { get } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';

async function serveHttp(t: TestContext, listener: RequestListener): Promise<number> {
  return serve(t, createServer(listener));
}

/** Answers every request alike, and keeps what was asked. */
async function keepRequests(
  t: TestContext,
): Promise<{ port: number; requests: (IncomingMessage & { sent: string })[] }> {
  const requests: (IncomingMessage & { sent: string })[] = [];
  const port = await serveHttp(t, (request, response) => {
    let sent = '';
    request.setEncoding('utf8');
    request.on('data', (text: string) => {
      sent += text;
    });
    request.on('end', () => {
      requests.push(Object.assign(request, { sent }));
      response.end('hello');
    });
  });
  return { port, requests };
}

test('reports what blackbox_exporter reports of a plain answer', async (t) => {
  const port = await serveHttp(t, (_request, response) => {
    response.setHeader('Last-Modified', 'Tue, 10 Nov 2009 23:00:00 GMT');
    response.end('hello');
  });

  const { verdict, values, phases } = await get(`http://shop.test:${port}/`);

  const { probe_dns_lookup_time_seconds, ...rest } = values;
  assert.equal(verdict, 'success');
  assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
  assert.ok((probe_dns_lookup_time_seconds ?? -1) >= 0);
  assert.deepEqual(rest, {
    probe_http_status_code: 200,
    probe_http_content_length: 5,
    probe_http_uncompressed_body_length: 5,
    probe_http_redirects: 0,
    probe_http_ssl: 0,
    probe_http_version: 1.1,
    probe_failed_due_to_regex: 0,
    probe_http_last_modified_timestamp_seconds: 1257894000,
    probe_ip_protocol: 4,
    probe_ip_addr_hash: 3668918509,
  });
});

test('takes a target without a scheme, or with one in capitals', async (t) => {
  const { port, requests } = await keepRequests(t);

  assert.equal((await get(`shop.test:${port}/a?b=c#d`)).verdict, 'success');
  assert.equal((await get(`HTTP://shop.test:${port}`)).verdict, 'success');

  assert.deepEqual(
    requests.map(({ url, headers }) => `${headers.host} ${url}`),
    [`shop.test:${port} /a?b=c`, `shop.test:${port} /`],
  );
});

test('a failed lookup reports the resolve phase alone', async () => {
  const network = {
    ...localNetwork,
    resolve: async () => {
      throw failure('resolve', 'no such name');
    },
  };

  const { verdict, phase, phases, values } = await get('http://nowhere.test/', {}, { network });

  assert.equal(verdict, 'resolve: no such name');
  assert.equal(phase, 'resolve');
  assert.deepEqual(phases, ['resolve']);
  assert.equal(values['probe_http_status_code'], 0);
  assert.equal(values['probe_ip_protocol'], 0);
});

test('a refused connection reports all phases and no status', async (t) => {
  const server = createNetServer();
  const port = await serve(t, server);
  await new Promise((resolve) => server.close(resolve));

  const { verdict, phase, phases, values } = await get(`http://shop.test:${port}/`);

  assert.match(verdict, /^refused: /);
  assert.equal(phase, 'connect');
  assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
  assert.equal(values['probe_http_status_code'], 0);
});

test('an address that the guard denies is never reached', async () => {
  const network = {
    ...localNetwork,
    permit: () => {
      throw failure('blocked', 'denied here');
    },
  };

  const { verdict, result } = await get('http://127.0.0.1:1/', {}, { network });

  assert.equal(verdict, 'blocked: denied here');
  assert.equal(result.outcome === 'failure' && result.refusedByGuard, true);
});

test('judges the status', async (t) => {
  const port = await serveHttp(t, (request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end();
  });
  async function check(status: number, codes: readonly number[], wanted: string): Promise<void> {
    const run = await get(`http://shop.test:${port}/${status}`, { valid_status_codes: codes });
    assert.equal(run.verdict, wanted);
    assert.equal(run.values['probe_http_status_code'], status);
  }

  await check(200, [], 'success');
  await check(299, [], 'success');
  await check(300, [], 'status: got 300, want 2xx');
  await check(404, [], 'status: got 404, want 2xx');
  await check(404, [200, 404], 'success');
  await check(200, [404, 410], 'status: got 200, want 404 or 410');
});

test('sends method, body and headers as configured', async (t) => {
  const { port, requests } = await keepRequests(t);

  await get(`http://shop.test:${port}/`, {
    method: 'POST',
    body: 'näme=1',
    headers: { 'X-One': 'ö', 'user-agent': 'me', Connection: 'upgrade' },
    http_headers: { 'X-Two': { values: ['a', 'b'], secrets: ['c'] } },
  });
  const [request] = requests;

  assert.equal(request?.method, 'POST');
  assert.equal(request?.sent, 'näme=1');
  assert.equal(Buffer.from(request?.headers['x-one'] as string, 'latin1').toString(), 'ö');
  assert.equal(request?.headers['x-two'], 'a, b, c');
  assert.equal(request?.headers['user-agent'], 'me');
  assert.equal(request?.headers['content-length'], '7');
  assert.equal(request?.headers.connection, 'close');
  assert.equal(request?.headers['accept-encoding'], undefined);
});

test('says who it is, unless it is told not to', async (t) => {
  const { port, requests } = await keepRequests(t);

  await get(`http://shop.test:${port}/`);
  await get(`http://shop.test:${port}/`, { headers: { 'User-Agent': '' } });

  assert.match(requests[0]?.headers['user-agent'] ?? '', /^synthetic-exporter\/\d+\.\d+\.\d+/);
  assert.equal(requests[1]?.headers['user-agent'], undefined);
});

test('a Host header replaces the host, whatever its spelling', async (t) => {
  const { port, requests } = await keepRequests(t);

  await get(`http://127.0.0.1:${port}/`, { headers: { hOsT: 'shop.test' } });

  assert.equal(requests[0]?.headers.host, 'shop.test');
});

test('hostname becomes the Host header, and contradicts another one', () => {
  const read = (headers: object) => config.parse({ headers });

  assert.deepEqual(http.withHostname?.(read({ 'X-A': '1' }), 'a.test').headers, {
    'X-A': '1',
    Host: 'a.test',
  });
  assert.deepEqual(http.withHostname?.(read({ host: 'a.test' }), 'a.test').headers, {
    Host: 'a.test',
  });
  assert.throws(() => http.withHostname?.(read({ host: 'a.test' }), 'b.test'), {
    message: 'the module sets the Host header to "a.test", the request to "b.test"',
  });
});

test('shows its credentials, the nearest first', async (t) => {
  const { port, requests } = await keepRequests(t);
  const folder = await mkdtemp(join(tmpdir(), 'http-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'token');
  await writeFile(file, ' from-file\n');
  async function check(user: string, settings: object, wanted: string | undefined): Promise<void> {
    await get(`http://${user}shop.test:${port}/`, settings);
    assert.equal(requests.at(-1)?.headers.authorization, wanted);
  }
  const basic_auth = { username: 'user', password: 'päss' };

  await check('', {}, undefined);
  await check('', { basic_auth }, 'Basic dXNlcjpww6Rzcw==');
  await check(
    '',
    { basic_auth: { username: 'user', password_file: file } },
    'Basic dXNlcjpmcm9tLWZpbGU=',
  );
  await check('', { bearer_token: 'secret' }, 'Bearer secret');
  await check('', { bearer_token_file: file }, 'Bearer from-file');
  await check('', { authorization: { type: 'Token', credentials: 'x' } }, 'Token x');
  await check('', { authorization: { credentials_file: file } }, 'Bearer from-file');
  await check('me:p%40ss@', { basic_auth }, 'Basic bWU6cEBzcw==');
  await check('me:p@', { headers: { authorization: 'Mine' } }, 'Mine');
});

test('sends a file as the body, and fails for its own part if there is none', async (t) => {
  const { port, requests } = await keepRequests(t);
  const folder = await mkdtemp(join(tmpdir(), 'http-'));
  t.after(() => rm(folder, { recursive: true }));
  const body_file = join(folder, 'body');

  const without = await get(`http://shop.test:${port}/`, { method: 'POST', body_file });
  await writeFile(body_file, 'from a file');
  const sent = await get(`http://shop.test:${port}/`, { method: 'POST', body_file });

  assert.match(without.verdict, /^internal: cannot read the file/);
  assert.equal(sent.verdict, 'success');
  assert.equal(requests[0]?.sent, 'from a file');
});

test('tells the versions apart, and wants the one that is configured', async (t) => {
  const port = await serve(
    t,
    createNetServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nhello'));
    }),
  );
  const url = `http://shop.test:${port}/`;

  const { verdict, values } = await get(url, { valid_http_versions: ['HTTP/1.0'] });
  const other = await get(url, { valid_http_versions: ['HTTP/1.1', 'HTTP/2.0'] });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_version'], 1);
  assert.equal(values['probe_http_content_length'], -1);
  assert.equal(values['probe_http_uncompressed_body_length'], 5);
  assert.equal(other.verdict, 'protocol: got HTTP/1.0, want HTTP/1.1 or HTTP/2.0');
});

test('wants TLS, or none, as configured', async (t) => {
  const { port } = await keepRequests(t);
  const url = `http://shop.test:${port}/`;

  assert.equal((await get(url, { fail_if_ssl: true })).verdict, 'success');
  assert.equal(
    (await get(url, { fail_if_not_ssl: true })).verdict,
    'tls: the answer came without TLS, want TLS',
  );
});

test('a HEAD request has a length and no body', async (t) => {
  const port = await serveHttp(t, (_request, response) => {
    response.setHeader('Content-Length', 12);
    response.end();
  });

  const { verdict, values } = await get(`http://shop.test:${port}/`, {
    method: 'HEAD',
    compression: 'gzip',
  });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_content_length'], 12);
  assert.equal(values['probe_http_uncompressed_body_length'], 0);
});

test('judges each value of a header', async (t) => {
  const port = await serveHttp(t, (_request, response) => {
    response.setHeader('X-Kind', 'plain');
    response.setHeader('Set-Cookie', ['a=1', 'b=2']);
    response.setHeader('X-Empty', '');
    response.end('hello');
  });
  async function check(rules: object, wanted: string): Promise<void> {
    const { verdict, values } = await get(`http://shop.test:${port}/`, rules);
    assert.equal(verdict, wanted);
    assert.equal(values['probe_failed_due_to_regex'], wanted === 'success' ? 0 : 1);
    assert.equal(values['probe_http_uncompressed_body_length'], 5);
  }
  const matches = (header: string, regexp: string, allow_missing = false): object => ({
    fail_if_header_matches: [{ header, regexp, allow_missing }],
  });
  const misses = (header: string, regexp: string, allow_missing = false): object => ({
    fail_if_header_not_matches: [{ header, regexp, allow_missing }],
  });

  await check(matches('X-Kind', 'fancy'), 'success');
  await check(
    matches('x-kind', 'pl'),
    'content: the header x-kind: got "plain", which matches "pl"',
  );
  await check(
    matches('Set-Cookie', '^b='),
    'content: the header Set-Cookie: got "b=2", which matches "^b="',
  );
  await check(matches('X-Empty', '^$'), 'content: the header X-Empty: got "", which matches "^$"');
  await check(matches('X-None', 'x'), 'content: the header X-None: it is missing, test for "x"');
  await check(matches('X-None', 'x', true), 'success');
  await check(matches('constructor', '.*', true), 'success');
  await check(misses('Set-Cookie', '^b='), 'success');
  await check(
    misses('Set-Cookie', '^c='),
    'content: the header Set-Cookie: got "a=1, b=2", want "^c="',
  );
  await check(misses('X-None', 'x'), 'content: the header X-None: it is missing, want "x"');
  await check(misses('X-None', 'x', true), 'success');
});
