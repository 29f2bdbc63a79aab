import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { dial, dialAny } from '../../src/net/connect.ts';
import { createGuard } from '../../src/net/guard.ts';
import type { Address, Network } from '../../src/net/network.ts';
import { listen } from '../support/listen.ts';
import { openNetwork } from '../support/run-target.ts';

const never = new AbortController().signal;

async function listenOn(t: TestContext, host: string): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, host);
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

test('connects, over IPv4 and IPv6', async (t) => {
  for (const address of ['127.0.0.1', '::1']) {
    const socket = await dial(openNetwork, { address, port: await listenOn(t, address) }, never);
    assert.equal(socket.remoteAddress, address);
    socket.destroy();
  }
});

test('comes from the local address that is asked for', async (t) => {
  const accepted = Promise.withResolvers<Socket>();
  const port = Number((await listen(t, accepted.resolve)).split(':')[1]);
  const destination = { address: '127.0.0.1', port, localAddress: '127.0.0.9' };
  const socket = await dial(openNetwork, destination, never);
  assert.equal((await accepted.promise).remoteAddress, '127.0.0.9');
  socket.destroy();
});

test('says that a source address of the other IP version cannot work', async () => {
  const destination = { address: '::1', port: 1, localAddress: '127.0.0.1' };
  await assert.rejects(dial(openNetwork, destination, never), {
    reason: 'unreachable',
    ownTrouble: true,
    message: 'cannot reach ::1 from the source address 127.0.0.1 of the other IP version',
  });
});

test('passes a refusal on', async (t) => {
  const port = await listenOn(t, '127.0.0.1');
  await assert.rejects(dial(openNetwork, { address: '127.0.0.2', port }, never), {
    code: 'ECONNREFUSED',
  });
});

test('asks the guard before anything is sent', async (t) => {
  let connections = 0;
  const port = Number((await listen(t, () => (connections += 1))).split(':')[1]);
  const permit = createGuard({ deny: ['127.0.0.0/8'], allow: [] });
  const network: Network = { ...openNetwork, permit };
  await assert.rejects(dial(network, { address: '127.0.0.1', port }, never), { reason: 'blocked' });
  await dial(openNetwork, { address: '127.0.0.1', port }, never).then((socket) => socket.end());
  assert.equal(connections, 1);
});

describe('an address that refuses', () => {
  const named = (...addresses: readonly string[]): Network => ({
    ...openNetwork,
    resolve: async () => addresses.map((address): Address => ({ address, family: 4 })),
  });
  const at = (address: string, port: number) => ({ name: 'shop.test', address, port });

  test('is not the last, if the name has another', async (t) => {
    const port = await listenOn(t, '127.0.0.1');
    const network = named('127.0.0.2', '127.0.0.3', '127.0.0.1');
    const socket = await dialAny(network, at('127.0.0.2', port), never);
    assert.equal(socket.remoteAddress, '127.0.0.1');
    socket.destroy();
  });

  test('is the one to be told of, if they all refuse', async (t) => {
    const port = await listenOn(t, '127.0.0.1');
    const network = named('127.0.0.3', '127.0.0.2');
    const dialing = dialAny(network, at('127.0.0.2', port), never);
    await assert.rejects(dialing, { code: 'ECONNREFUSED', address: '127.0.0.2' });
  });

  test('is no way around the guard', async (t) => {
    const port = await listenOn(t, '127.0.0.1');
    const permit = createGuard({ deny: ['127.0.0.3'], allow: [] });
    const network = { ...named('127.0.0.2', '127.0.0.3', '127.0.0.1'), permit };
    await assert.rejects(dialAny(network, at('127.0.0.2', port), never), { reason: 'blocked' });
    await assert.rejects(dialAny(network, at('127.0.0.3', port), never), { reason: 'blocked' });
  });

  test('is the last when the signal aborts', async (t) => {
    const port = await listenOn(t, '127.0.0.1');
    const controller = new AbortController();
    const network = named('127.0.0.1');
    const dialing = dialAny(network, at('127.0.0.2', port), controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(dialing, /enough/);
  });
});

test('does not start when the signal has aborted', async () => {
  const aborted = AbortSignal.abort(new Error('too late'));
  await assert.rejects(dial(openNetwork, { address: '127.0.0.1', port: 1 }, aborted), /too late/);
});

test('gives up with the signal while it connects', async () => {
  const controller = new AbortController();
  const dialing = dial(openNetwork, { address: '127.0.0.1', port: 1 }, controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(dialing, /enough/);
});

test('closes the connection when the signal aborts, and listens no longer than that', async (t) => {
  const controller = new AbortController();
  const destination = { address: '127.0.0.1', port: await listenOn(t, '127.0.0.1') };
  const closed = await dial(openNetwork, destination, controller.signal);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 1);
  closed.destroy();
  await once(closed, 'close');
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  const open = await dial(openNetwork, destination, controller.signal);
  controller.abort(new Error('enough'));
  assert.equal(open.destroyed, true);
});

test('survives a reset that nobody waits for', async (t) => {
  const accepted = Promise.withResolvers<Socket>();
  const port = Number((await listen(t, accepted.resolve)).split(':')[1]);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, never);
  (await accepted.promise).resetAndDestroy();
  // Not by events.once, which rejects on the error and would be the listener that the socket lacks.
  await new Promise((resolve) => socket.once('close', resolve));
  assert.match(String(socket.errored), /ECONNRESET/);
});
