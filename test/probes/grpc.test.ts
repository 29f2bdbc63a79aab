import assert from 'node:assert/strict';
import { createServer } from 'node:http2';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { target } from '../../probes/grpc/target.ts';
import grpc from '../../probes/grpc.ts';
import { createGuard } from '../../src/net/guard.ts';
import type { Network } from '../../src/net/network.ts';
import { askHealth } from '../support/grpc-run.ts';
import { serveHealth } from '../support/health-server.ts';
import { serveFrames } from '../support/http2-frames.ts';
import { listen } from '../support/listen.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';

const SERVICES = { '': 1, shop: 2, new: 0, gone: 3 };

test('a server that serves is a success, and says so in four series', async (t) => {
  const { port } = await serveHealth(t, { services: SERVICES });

  const result = await runTarget(grpc, `127.0.0.1:${port}`);

  assert.equal(result.outcome, 'success');
  assert.deepEqual([...result.phases.keys()], ['resolve', 'check']);
  assert.deepEqual(
    result.samples
      .filter(({ metric }) => metric.startsWith('probe_grpc'))
      .map(({ metric, labels, value }) => [metric, labels['serving_status'], value]),
    [
      ['probe_grpc_status_code', undefined, 0],
      ['probe_grpc_ssl', undefined, 0],
      ['probe_grpc_healthcheck_response', 'UNKNOWN', 0],
      ['probe_grpc_healthcheck_response', 'SERVING', 1],
      ['probe_grpc_healthcheck_response', 'NOT_SERVING', 0],
      ['probe_grpc_healthcheck_response', 'SERVICE_UNKNOWN', 0],
    ],
  );
});

test('what the server says of a service decides', async (t) => {
  const { port, calls } = await serveHealth(t, { services: SERVICES });
  async function check(service: string, wanted: readonly unknown[]): Promise<void> {
    const { verdict, code, serving } = await askHealth(`127.0.0.1:${port}`, { service });
    assert.deepEqual([verdict, code, serving], wanted);
  }

  await check('', ['success', 0, 'SERVING']);
  await check('shop', ['status: the server says NOT_SERVING, want SERVING', 0, 'NOT_SERVING']);
  await check('new', ['status: the server says UNKNOWN, want SERVING', 0, 'UNKNOWN']);
  await check('gone', [
    'status: the server says SERVICE_UNKNOWN, want SERVING',
    0,
    'SERVICE_UNKNOWN',
  ]);
  await check('x.y', ['status: got 5 NOT_FOUND: "no service \\"x.y\\"", want OK', 5, undefined]);
  const long = 'ü'.repeat(200);
  assert.equal((await askHealth(`127.0.0.1:${port}`, { service: long })).code, 5);
  assert.equal(calls.at(-1)?.service.at(-1), 'ü');
});

test('a server without the health protocol is UNIMPLEMENTED', async (t) => {
  const { port } = await serveHealth(t, { services: undefined });

  const { verdict, code, serving } = await askHealth(`127.0.0.1:${port}`);

  assert.match(verdict, /^status: got 12 UNIMPLEMENTED: /);
  assert.deepEqual([code, serving], [12, undefined]);
});

test('metadata goes along: several values, in lower case, and bytes', async (t) => {
  const { port, calls } = await serveHealth(t, { services: SERVICES });
  const metadata = {
    'X-Team': ['web', 'shop'],
    authorization: ['Bearer one'],
    'trace-bin': ['text', new Uint8Array([0, 1, 255])],
    'user-agent': ['not sent'],
    te: ['not sent'],
    nothing: [],
  };

  const { verdict } = await askHealth(`127.0.0.1:${port}`, { metadata });

  assert.equal(verdict, 'success');
  const { 'user-agent': agent, ...sent } = calls[0]?.metadata ?? {};
  assert.match(String(agent), /^synthetic-exporter\//);
  assert.deepEqual(sent, {
    'x-team': ['web, shop'],
    authorization: ['Bearer one'],
    'trace-bin': [Buffer.from('text'), Buffer.from([0, 1, 255])],
  });
});

test('every value of metadata is a field of its own, also where HTTP allows only one', async (t) => {
  const server = createServer({ strictSingleValueFields: false });
  const heard: string[] = [];
  server.on('stream', (stream, _headers, _flags, fields) => {
    heard.push(...fields);
    stream.close();
  });
  const port = await serve(t, server);

  const metadata = { authorization: ['one', 'two'], 'trace-bin': ['text'] };
  await askHealth(`127.0.0.1:${port}`, { metadata });

  const own = heard.slice(heard.indexOf('authorization'));
  assert.deepEqual(own, ['authorization', 'one', 'authorization', 'two', 'trace-bin', 'dGV4dA']);
});

test('metadata that no call can carry fails each, before anybody is asked', async (t) => {
  const asked: Socket[] = [];
  const target = await listen(t, (socket) => asked.push(socket));
  async function check(metadata: object, wanted: string): Promise<void> {
    const { verdict, code, serving } = await askHealth(target, { metadata });
    assert.deepEqual([verdict, code, serving], [`internal: ${wanted}`, 13, undefined]);
  }

  await check({ 'a b': ['c'] }, '"a b" cannot be a name of metadata');
  await check({ '': ['c'] }, '"" cannot be a name of metadata');
  await check({ Connection: ['close'] }, '"Connection" cannot be a name of metadata');
  await check({ a: ['é'] }, 'a value of the metadata "a" is not printable ASCII');
  await check({ a: ['b\r\nc'] }, 'a value of the metadata "a" is not printable ASCII');
  assert.deepEqual(asked, []);
});

test('a target is host and port, also with what a URL has around them', async (t) => {
  const { port, calls } = await serveHealth(t, { services: SERVICES });
  async function check(target: string, authority: string): Promise<void> {
    assert.equal((await askHealth(target, {}, { network: localNetwork })).verdict, 'success');
    assert.equal(calls.at(-1)?.authority, authority);
  }

  await check(`127.0.0.1:${port}`, `127.0.0.1:${port}`);
  await check(`shop.test:${port}`, `shop.test:${port}`);
  await check(` http://shop.test:${port} `, `shop.test:${port}`);
  await check(`https://shop.test:${port}/some/path?query#part`, `shop.test:${port}`);
  await check(`HTTP://me:secret@shop.test:${port}`, `shop.test:${port}`);
  await check(`[::1]:${port}`, `[::1]:${port}`);
  await check(`[fe80::1%eth0]:${port}`, `[fe80::1]:${port}`);
});

test('without a port it is the usual one, with TLS or without', async () => {
  const network = { ...localNetwork, permit: createGuard({ deny: ['127.0.0.1'], allow: [] }) };
  async function check(target: string, config: object, wanted: string): Promise<void> {
    const { log } = await askHealth(target, config, { network });
    assert.deepEqual(log, [wanted]);
  }

  await check('shop.test', {}, 'shop.test is 127.0.0.1, to be asked at port 80');
  await check('https://shop.test/', {}, 'shop.test is 127.0.0.1, to be asked at port 80');
  await check('shop.test', { tls: true }, 'shop.test is 127.0.0.1, to be asked at port 443');
  await check('shop.test:1', { tls: true }, 'shop.test is 127.0.0.1, to be asked at port 1');
  await check('[::1]', {}, '::1 is 127.0.0.1, to be asked at port 80');
  await check('::1', {}, '::1 is 127.0.0.1, to be asked at port 80');
});

test('what is no host is refused as a target', () => {
  for (const text of [
    '',
    ' ',
    'http://',
    'a b',
    'shop.test:0',
    'shop.test:99999',
    'shop.test:x',
    '/path',
  ]) {
    assert.equal(target.safeParse(text).success, false, text);
  }
});

test('an address of IPv6 is reached', async (t) => {
  const { port } = await serveHealth(t, { services: SERVICES });

  const { verdict, serving } = await askHealth(`[::ffff:127.0.0.1]:${port}`);

  assert.deepEqual([verdict, serving], ['success', 'SERVING']);
});

test('the address that was chosen is the one that is asked, and only once', async (t) => {
  const connections: Socket[] = [];
  const target = await listen(t, (socket) => {
    connections.push(socket);
    socket.destroy();
  });
  const names: string[] = [];
  const permitted: string[] = [];
  const network: Network = {
    resolve: async (name) => {
      names.push(name);
      return [
        { address: '127.0.0.1', family: 4 },
        { address: '127.9.9.9', family: 4 },
      ];
    },
    permit: (address) => permitted.push(address),
  };

  const { verdict, code } = await askHealth(
    target.replace('127.0.0.1', 'shop.test'),
    { preferred_ip_protocol: 'ip4' },
    { network },
  );

  assert.match(verdict, /^reset: /);
  assert.equal(code, 14);
  assert.equal(connections.length, 1);
  assert.deepEqual(names, ['shop.test']);
  assert.deepEqual(new Set(permitted), new Set(['127.0.0.1']));
});

test('before the call there is neither a status nor a check', async () => {
  const deny: Network = { ...openNetwork, permit: createGuard({ deny: ['127.0.0.1'], allow: [] }) };
  const lost: Network = { ...openNetwork, resolve: async () => [] };

  for (const network of [deny, lost]) {
    const { verdict, code, ssl, phases, metrics } = await askHealth('127.0.0.1:1', {}, { network });
    assert.match(verdict, /^(blocked|resolve): /);
    assert.deepEqual([code, ssl], [0, 0]);
    assert.deepEqual(phases, ['resolve']);
    assert.deepEqual(
      metrics.filter((name) => name.startsWith('probe_grpc')),
      ['probe_grpc_status_code', 'probe_grpc_ssl'],
    );
  }
});

test('a server that says nothing runs into the deadline, however far it got', async (t) => {
  const mute = await listen(t, () => {});
  const settled = await serveFrames(t, () => []);

  for (const target of [mute, settled]) {
    const { verdict, code, serving, phases } = await askHealth(target, {}, { timeoutMs: 150 });
    assert.equal(verdict, 'timeout: no verdict within 0.15 s');
    assert.deepEqual([code, serving], [4, undefined]);
    assert.deepEqual(phases, ['resolve', 'check']);
  }
});

test('a run that is canceled hangs up', async (t) => {
  const canceled = new AbortController();
  const closed = Promise.withResolvers<void>();
  const target = await serveFrames(t, (socket) => {
    socket.once('end', closed.resolve).once('error', closed.resolve);
    setImmediate(() => canceled.abort());
    return [];
  });

  const { verdict } = await askHealth(target, {}, { signal: canceled.signal });

  assert.match(verdict, /^canceled: /);
  await closed.promise;
});
