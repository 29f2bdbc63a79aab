import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type TestContext, test } from 'node:test';
import sidecar from '../../probes/sidecar.ts';
import { instantText } from '../../src/metrics/instant.ts';
import type { Result } from '../../src/result.ts';
import { selfSigned } from '../support/certificates.ts';
import { listen } from '../support/listen.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';

const PAYLOAD = '{"launched": "2020-11-04T17:57:42.448578", "requests": 42}';
const WANTED = '42 since 1604512662.448578';

function counted({ samples }: Result): readonly string[] {
  return samples
    .filter(({ metric }) => metric === 'sidecar_requests_total')
    .map(({ value, createdAt }) => `${value} since ${createdAt && instantText(createdAt)}`);
}

function verdict(result: Result): string {
  if (result.outcome === 'success') return 'success';
  return `${result.reason} in ${result.phase}: ${result.detail}`;
}

async function portOf(t: TestContext, server: Server): Promise<number> {
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  return address.port;
}

async function runOn(t: TestContext, serve: RequestListener, config?: object): Promise<Result> {
  const port = await portOf(t, createServer(serve));
  return runTarget(sidecar, `http://127.0.0.1:${port}/stats?all=1`, { config });
}

async function refuse(t: TestContext, serve: RequestListener, wanted: string, config?: object) {
  const result = await runOn(t, serve, config);
  assert.equal(verdict(result), wanted);
  assert.deepEqual(counted(result), []);
}

test('reads the JSON that a GET is answered with', async (t) => {
  const asked: string[] = [];
  const result = await runOn(t, ({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.accept}`);
    response.end(`\ufeff${PAYLOAD}\n`);
  });
  assert.equal(verdict(result), 'success');
  assert.deepEqual(counted(result), [WANTED]);
  assert.deepEqual(asked, ['GET /stats?all=1 application/json']);
  assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'read']);
});

test('reads an answer in chunks, of a server that keeps the connection', async (t) => {
  const result = await runOn(t, (_request, response) => {
    response.write(PAYLOAD.slice(0, 20), () => response.end(PAYLOAD.slice(20)));
  });
  assert.deepEqual(counted(result), [WANTED]);
});

test('speaks TLS, and refuses a certificate that it does not trust', async (t) => {
  const { pem, key } = selfSigned({ subject: [['CN', 'sidecar']], names: ['127.0.0.1'] });
  const serve: RequestListener = (_request, response) => response.end(PAYLOAD);
  const port = await portOf(t, createTlsServer({ cert: pem, key }, serve));
  const url = `https://127.0.0.1:${port}`;
  const trusting = await runTarget(sidecar, url, { config: { tls_config: { ca: pem } } });
  assert.equal(verdict(trusting), 'success');
  assert.deepEqual(counted(trusting), [WANTED]);
  assert.deepEqual([...trusting.phases.keys()], ['resolve', 'connect', 'tls', 'read']);
  assert.match(verdict(await runTarget(sidecar, url)), /^tls in tls: /);
});

test('says what was wrong with the answer', async (t) => {
  await refuse(
    t,
    (_request, response) => response.writeHead(503).end(PAYLOAD),
    'status in read: got 503, want 2xx',
  );
  await refuse(
    t,
    (_request, response) => response.writeHead(302, { location: 'http://elsewhere/' }).end(),
    'status in read: got 302 to "http://elsewhere/", want 2xx',
  );
  await refuse(
    t,
    (_request, response) => response.end(),
    'payload in read: got an empty body, want a JSON object',
  );
  await refuse(
    t,
    (_request, response) => response.end('{"requests": 4'),
    'payload in read: got a body that ends amid the JSON: "{\\"requests\\": 4", want a JSON object',
  );
  await refuse(
    t,
    (_request, response) => response.end(`${PAYLOAD}, and more`),
    'payload in read: got ", and more" behind the JSON, want one value',
  );
  await refuse(
    t,
    (_request, response) => response.end('<html>'),
    'payload in read: got "<html>", want a JSON object',
  );
});

test('reads no more of an endless body than the limit', async (t) => {
  const closed = Promise.withResolvers<void>();
  const chunk = Buffer.alloc(65_536, ' ');
  await refuse(
    t,
    (_request, response) => {
      response.on('close', () => closed.resolve());
      function pour(): void {
        while (!response.destroyed)
          if (!response.write(chunk)) return void response.once('drain', pour);
      }
      pour();
    },
    'payload in read: got a body of more than 1048576 bytes',
  );
  await closed.promise;
});

test('ends in time with a server that does not answer, or not to the end', async (t) => {
  const silent = await listen(t, (socket) => socket.resume());
  const amid = await listen(t, (socket) => {
    socket.resume().write('HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{"requests"');
  });
  for (const address of [silent, amid]) {
    const result = await runTarget(sidecar, `http://${address}/`, { timeoutMs: 100 });
    assert.equal(verdict(result), 'timeout in read: no verdict within 0.1 s');
  }
});

test('tells a peer that hangs up or speaks no HTTP from a bad payload', async (t) => {
  async function check(answer: string, wanted: RegExp): Promise<void> {
    const address = await listen(t, (socket) => socket.once('data', () => socket.end(answer)));
    assert.match(verdict(await runTarget(sidecar, `http://${address}`)), wanted);
  }
  const deaf = await listen(t, (socket) => socket.end());
  assert.match(verdict(await runTarget(sidecar, `http://${deaf}`)), /^reset in read: /);
  await check('', /^reset in read: /);
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{"requests"',
    /^(reset|protocol) in read: /,
  );
  await check(`${PAYLOAD}\n`, /^protocol in read: /);
});

test('a refusal is one, whether or not the body that it announces ever comes', async (t) => {
  const head = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 60\r\n\r\n';
  const hanging = await listen(t, (socket) => socket.once('data', () => socket.write(head)));
  const result = await runTarget(sidecar, `http://${hanging}/`);
  assert.equal(verdict(result), 'status in read: got 503, want 2xx');
});

test('asks the guard before it connects', async () => {
  const network = {
    ...openNetwork,
    permit: (address: string) => {
      throw Object.assign(new Error(`no ${address}`), { reason: 'blocked' });
    },
  };
  const result = await runTarget(sidecar, 'http://127.0.0.1:9/', { network });
  assert.equal(verdict(result), 'blocked in connect: no 127.0.0.1');
});
