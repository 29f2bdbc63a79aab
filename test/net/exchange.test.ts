import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { classify } from '../../src/failure.ts';
import { dial } from '../../src/net/connect.ts';
import { exchange } from '../../src/net/exchange.ts';
import type { HttpHead, HttpReader } from '../../src/net/http-message.ts';
import { openNetwork } from '../support/run-target.ts';
import { serve } from '../support/serve.ts';

const { signal } = new AbortController();
const GET = { method: 'GET', path: '/', host: 'shop.test', headers: [] };

async function ask(port: number, reader: HttpReader, request: object = {}): Promise<HttpHead> {
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  try {
    return await exchange(socket, { ...GET, ...request }, reader);
  } finally {
    socket.destroy();
  }
}

async function serveBytes(t: TestContext, bytes: number): Promise<number> {
  return serve(
    t,
    createServer((_request, response) => {
      response.setHeader('X-A', ['1', '2']);
      response.end(Buffer.alloc(bytes, 'a'));
    }),
  );
}

test('gives the head, repeated headers apart, and the body piece by piece', async (t) => {
  const port = await serveBytes(t, 200_000);
  const events: string[] = [];
  let bytes = 0;

  const head = await ask(port, {
    onFirstByte: () => events.push('first byte'),
    onHead({ status, version }) {
      events.push(`${version} ${status}`);
      return (chunk) => {
        bytes += chunk.length;
        return undefined;
      };
    },
  });

  assert.deepEqual(events, ['first byte', 'HTTP/1.1 200']);
  assert.deepEqual(head.headers['x-a'], ['1', '2']);
  assert.equal(bytes, 200_000);
});

test('without a sink it ends with the head', async (t) => {
  const port = await serve(
    t,
    createServer((_request, response) => {
      response.write('never ends');
    }),
  );

  assert.equal((await ask(port, { onHead: () => undefined })).status, 200);
});

test('a sink that is not ready holds the peer back', async (t) => {
  const port = await serveBytes(t, 3_000_000);
  let busy = false;
  let bytes = 0;

  await ask(port, {
    onHead: () => async (chunk) => {
      assert.equal(busy, false);
      busy = true;
      await new Promise((resolve) => setImmediate(resolve));
      bytes += chunk.length;
      busy = false;
    },
  });

  assert.equal(bytes, 3_000_000);
});

test('what a reader throws is what comes out', async (t) => {
  const port = await serveBytes(t, 10);
  const stop = (): never => {
    throw new Error('enough');
  };
  const enough = { message: 'enough' };

  await assert.rejects(ask(port, { onHead: stop }), enough);
  await assert.rejects(ask(port, { onHead: () => stop }), enough);
  await assert.rejects(ask(port, { onHead: () => async () => stop() }), enough);
});

test('a request that cannot be sent is nobody else’s fault', async (t) => {
  const port = await serveBytes(t, 10);
  async function check(request: object, wanted: RegExp): Promise<void> {
    const error: unknown = await ask(port, { onHead: () => undefined }, request).catch(
      (thrown) => thrown,
    );
    const { reason, detail } = classify(error, signal);
    assert.match(`${reason}: ${detail}`, wanted);
  }

  await check(
    { headers: ['X-A', 'a\nb'] },
    /^internal: the request cannot be sent: the header X-A holds control/,
  );
  await check({ path: '/a\nb' }, /^internal: the request cannot be sent: its path or host/);
  await check({ headers: ['a b', 'c'] }, /^internal: .* "a b" is no name of a header$/);
  await check({ method: 'G ET' }, /^internal: .* "G ET" is no method of HTTP$/);
});
