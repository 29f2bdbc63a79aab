import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { failure } from '../../src/failure.ts';
import type { Destination } from '../../src/net/connect.ts';
import { type DatagramSocket, openDatagram } from '../../src/net/datagram.ts';
import type { Network } from '../../src/net/network.ts';
import { closedUdpPort, listenUdp } from '../support/listen-udp.ts';
import { openNetwork } from '../support/run-target.ts';

const forever = new AbortController().signal;

async function open(
  t: TestContext,
  destination: Partial<Destination>,
  signal = forever,
  network = openNetwork,
): Promise<DatagramSocket> {
  const socket = await openDatagram(
    network,
    { address: '127.0.0.1', port: 9, ...destination },
    signal,
  );
  t.after(socket.close);
  return socket;
}

test('sends one datagram and receives the answer whole', async (t) => {
  const port = await listenUdp(t, (server, message, { port }) => {
    server.send(`you said ${message.toString()}`, port);
  });
  const socket = await open(t, { port });

  await socket.send(Buffer.from('hello'));

  assert.equal((await socket.receive()).toString(), 'you said hello');
});

test('speaks IPv6', async (t) => {
  const echo = (server: Socket, message: Buffer, { port }: { port: number }): void => {
    server.send(message, port, '::1');
  };
  const port = await listenUdp(t, echo, '::1');
  const socket = await open(t, { address: '::1', port });

  await socket.send(Buffer.from('six'));

  assert.equal((await socket.receive()).toString(), 'six');
});

test('receives an empty datagram', async (t) => {
  const port = await listenUdp(t, (server, _, { port }) => server.send('', port));
  const socket = await open(t, { port });

  await socket.send(Buffer.from('?'));

  assert.equal((await socket.receive()).length, 0);
});

test('does not see what another port sends', async (t) => {
  const stranger = createSocket('udp4');
  t.after(() => stranger.close());
  const port = await listenUdp(t, (server, _, { port }) => {
    stranger.send('forged', port, '127.0.0.1', () => server.send('true', port));
  });
  const socket = await open(t, { port });

  await socket.send(Buffer.from('?'));

  assert.equal((await socket.receive()).toString(), 'true');
});

test('does not see what another address sends', async (t) => {
  const stranger = createSocket('udp4');
  t.after(() => stranger.close());
  const port = await listenUdp(t, (server, _, { port }) => {
    // The same port of another address, as the one who answers for a whole network would have it.
    stranger.bind(server.address().port, '127.0.0.2', () => {
      stranger.send('forged', port, '127.0.0.1', () => server.send('true', port));
    });
  });
  const socket = await open(t, { port });

  await socket.send(Buffer.from('?'));

  assert.equal((await socket.receive()).toString(), 'true');
});

test('says that nobody listens on the port', async (t) => {
  const socket = await open(t, { port: await closedUdpPort() });

  await socket.send(Buffer.from('?'));

  await assert.rejects(socket.receive(), { code: 'ECONNREFUSED' });
  await assert.rejects(socket.receive(), { code: 'ECONNREFUSED' }, 'and says so again');
});

test('ends a receive when the signal aborts, with its reason', async (t) => {
  const controller = new AbortController();
  const port = await listenUdp(t, () => controller.abort(failure('timeout', 'no time left')));
  const socket = await open(t, { port }, controller.signal);

  await socket.send(Buffer.from('?'));

  await assert.rejects(socket.receive(), { reason: 'timeout' });
  await assert.rejects(socket.send(Buffer.from('?')), { reason: 'timeout' });
  socket.close();
});

test('opens nothing when the signal has aborted before', async (t) => {
  const signal = AbortSignal.abort(failure('canceled', 'gone'));
  await assert.rejects(open(t, {}, signal), { reason: 'canceled' });
});

test('asks the guard before it opens anything', async (t) => {
  const network: Network = {
    ...openNetwork,
    permit: (address) => {
      throw failure('blocked', `not ${address}`);
    },
  };
  const refused = { reason: 'blocked', message: 'not 127.0.0.1' };
  await assert.rejects(open(t, {}, forever, network), refused);
});

test('sends from the source address that it is given', async (t) => {
  const port = await listenUdp(t, (server, _, { address, port }) => {
    server.send(address, port, address);
  });
  const socket = await open(t, { port, localAddress: '127.0.0.2' });

  await socket.send(Buffer.from('?'));

  assert.equal((await socket.receive()).toString(), '127.0.0.2');
});

test('fails on a source address that is not ours, and on one of the other IP version', async (t) => {
  await assert.rejects(open(t, { localAddress: '203.0.113.7' }), { code: 'EADDRNOTAVAIL' });
  await assert.rejects(open(t, { localAddress: '::1' }), {
    reason: 'unreachable',
    ownTrouble: true,
  });
});

test('keeps a few datagrams until they are asked for, and drops the rest of a flood', async (t) => {
  const flood = Array.from({ length: 40 }, (_, index) => String(index));
  const sent = Promise.withResolvers<void>();
  const port = await listenUdp(t, (server, message, { port }) => {
    if (message.toString() === 'more') return server.send('after', port);
    for (const each of flood.slice(1)) server.send(each, port);
    return server.send('0', port, () => sent.resolve());
  });
  const socket = await open(t, { port });

  await socket.send(Buffer.from('flood'));
  await sent.promise;
  await turns();
  for (const wanted of flood.slice(1, 17)) {
    assert.equal((await socket.receive()).toString(), wanted);
  }

  await socket.send(Buffer.from('more'));
  assert.equal((await socket.receive()).toString(), 'after');
});

test('leaves nothing open', async (t) => {
  await turns();
  const before = openSockets();

  const socket = await open(t, {});
  assert.equal(openSockets(), before + 1);
  socket.close();
  socket.close();
  await assert.rejects(open(t, { localAddress: '203.0.113.7' }));

  await turns();
  assert.equal(openSockets(), before);
});

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;
}

/** Long enough for what has arrived to be read, and for what was closed to be gone. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
}
