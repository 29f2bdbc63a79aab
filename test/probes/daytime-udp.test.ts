import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { type TestContext, test } from 'node:test';
import { askDaytime, failed, found } from '../support/daytime.ts';
import { closedUdpPort, listenUdp } from '../support/listen-udp.ts';

const UDP = { transport: 'udp' };

async function reads(t: TestContext, text: string, wanted: number): Promise<void> {
  const port = await listenUdp(t, (server, _, { port }) => server.send(text, port));
  const result = await askDaytime(`127.0.0.1:${port}`, UDP);
  assert.equal(found(result, 'timestamp'), wanted, text);
}

test('reads the time from one datagram', async (t) => {
  await reads(t, 'Thu Nov 19 10:30:00 2026\r\n', 1_795_084_200);
  await reads(t, 'Thu Nov 19 10:30:00 2026', 1_795_084_200);
  await reads(t, '19 NOV 2026 10:30:00 CET\r\n', 1_795_080_600);
  await reads(t, '\n61363 26-11-19 10:30:00 00 0 0 123.4 UTC(NIST) * \n', 1_795_084_200);
  await reads(t, '2026-11-19T10:30:00.123456Z\0', 1_795_084_200.123456);
  await reads(t, `Thu Nov 19 10:30:00 2026\n${'x'.repeat(2000)}`, 1_795_084_200);
});

test('asks with one datagram that is not empty', async (t) => {
  const asked: string[] = [];
  const port = await listenUdp(t, (server, message, { port }) => {
    asked.push(message.toString());
    server.send('Thu Nov 19 10:30:00 2026', port);
  });
  await askDaytime(`127.0.0.1:${port}`, UDP);
  assert.deepEqual(asked, ['\n']);
});

test('speaks IPv6', async (t) => {
  const port = await listenUdp(
    t,
    (server, _, { port }) => server.send('19 NOV 2026 10:30:00 UTC', port, '::1'),
    '::1',
  );
  const result = await askDaytime(`[::1]:${port}`, UDP);
  assert.equal(found(result, 'timestamp'), 1_795_084_200);
});

test('tells by how much their clock is off, and goes through the same phases', async (t) => {
  const port = await listenUdp(t, (server, _, { port }) => {
    server.send(new Date(Date.now() + 86_400_000).toISOString(), port);
  });
  const result = await askDaytime(`127.0.0.1:${port}`, UDP);

  assert.ok(Math.abs(found(result, 'offset') - 86_400) <= found(result, 'offset_error'));
  assert.ok(found(result, 'offset_error') < 1);
  assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'read']);
});

test('says that nobody listens', async () => {
  const { reason, phase } = failed(await askDaytime(`127.0.0.1:${await closedUdpPort()}`, UDP));
  assert.deepEqual([reason, phase], ['refused', 'read']);
});

test('runs out of time where no answer comes', async (t) => {
  const port = await listenUdp(t, () => {});
  const { reason, phase } = failed(await askDaytime(`127.0.0.1:${port}`, UDP, 50));
  assert.deepEqual([reason, phase], ['timeout', 'read']);
});

test('does not take an answer from another port', async (t) => {
  const stranger = createSocket('udp4');
  t.after(() => stranger.close());
  const port = await listenUdp(t, (server, _, { port }) => {
    stranger.send('01 JAN 2000 00:00:00 UTC', port, '127.0.0.1', () => {
      server.send('19 NOV 2026 10:30:00 UTC', port);
    });
  });
  const result = await askDaytime(`127.0.0.1:${port}`, UDP);
  assert.equal(found(result, 'timestamp'), 1_795_084_200);
});

test('refuses an empty datagram, one that is no time, and one that is too long', async (t) => {
  const details: string[] = [];
  for (const text of ['', 'who are you?', 'x'.repeat(5000)]) {
    const port = await listenUdp(t, (server, _, { port }) => server.send(text, port));
    const { reason, phase, detail } = failed(await askDaytime(`127.0.0.1:${port}`, UDP));
    assert.deepEqual([reason, phase], ['payload', 'read']);
    details.push(detail);
  }
  assert.deepEqual(details, [
    'got an empty answer, want a time',
    'got "who are you?", which is no time in a known form: if it is one, describe it by "format"',
    `got "${'x'.repeat(80)}"…, and no end of the line in 1024 bytes`,
  ]);
});
