import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { listen } from '../support/listen.ts';
import { readHandshake } from '../support/web-sockets.ts';
import { open, type WebSocketRun } from '../support/websocket-run.ts';

/** Agrees, says these bytes and nothing more; the probe wants one message that is `hello`. */
async function told(
  t: TestContext,
  bytes: readonly (number | string)[],
  { isEnd = true, timeoutMs = 5000 } = {},
): Promise<WebSocketRun> {
  const serve = async (socket: Socket): Promise<void> => {
    const { agreement } = await readHandshake(socket);
    socket.write(agreement);
    const pieces = bytes.map((piece) =>
      typeof piece === 'string' ? Buffer.from(piece) : Buffer.from([piece]),
    );
    socket.write(Buffer.concat(pieces));
    if (isEnd) socket.end();
  };
  const target = await listen(t, (socket) => void serve(socket));
  return open(`ws://${target}/`, { query_response: [{ expect: '^hello$' }] }, { timeoutMs });
}

describe('a message', () => {
  test('may be text or binary, in one piece or several, and use the longer lengths', async (t) => {
    const check = async (...bytes: readonly (number | string)[]): Promise<void> =>
      assert.equal((await told(t, bytes)).verdict, 'success');
    await check(0x81, 5, 'hello');
    await check(0x82, 5, 'hello');
    await check(0x81, 126, 0, 5, 'hello');
    await check(0x81, 127, 0, 0, 0, 0, 0, 0, 0, 5, 'hello');
    await check(0x01, 2, 'he', 0x00, 0, 0x00, 2, 'll', 0x80, 1, 'o');
    await check(0x01, 5, 'hello', 0x80, 0);
    await check(0x01, 2, 'he', 0x89, 4, 'ping', 0x8a, 0, 0x80, 3, 'llo');
  });

  test('may come byte by byte, and with the answer to the handshake', async (t) => {
    const serve = async (socket: Socket): Promise<void> => {
      const { agreement } = await readHandshake(socket);
      socket.setNoDelay(true);
      for (const byte of Buffer.concat([
        Buffer.from(agreement),
        Buffer.from('\x81\x05hello', 'latin1'),
      ])) {
        socket.write(Buffer.from([byte]));
        await turn();
      }
    };
    const slow = await listen(t, (socket) => void serve(socket));
    const query_response = [{ expect: '^hello$' }];
    assert.equal((await open(`ws://${slow}/`, { query_response })).verdict, 'success');
    const serveAtOnce = async (socket: Socket): Promise<void> => {
      const { agreement } = await readHandshake(socket);
      socket.write(Buffer.concat([Buffer.from(agreement), Buffer.from('\x81\x05hello', 'latin1')]));
    };
    const quick = await listen(t, (socket) => void serveAtOnce(socket));
    assert.equal((await open(`ws://${quick}/`, { query_response })).verdict, 'success');
  });

  test('need not be UTF-8', async (t) => {
    const { verdict } = await told(t, [0x81, 2, 0xff, 0xfe]);
    assert.equal(verdict, 'content: got the message "��", want one that matches "^hello$"');
  });

  test('that is too long is not read', async (t) => {
    const detail = 'content: got a message of more than 4194304 bytes';
    const check = async (...bytes: readonly (number | string)[]): Promise<void> => {
      const run = await told(t, bytes, { isEnd: false });
      assert.deepEqual([run.verdict, run.gauges], [detail, [101, 1, 1]]);
    };
    await check(0x82, 127, 0, 0, 0, 0, 0, 0x40, 0, 1);
    await check(0x82, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    const half = 'x'.repeat(1 << 21);
    await check(0x02, 127, 0, 0, 0, 0, 0, 0x20, 0, 0, half, 0x80, 127, 0, 0, 0, 0, 0, 0x20, 0, 1);
  });

  test('that never ends runs out of time', async (t) => {
    const run = await told(t, [0x01, 2, 'he'], { isEnd: false, timeoutMs: 50 });
    assert.equal(run.verdict, 'timeout: no verdict within 0.05 s');
    const serve = async (socket: Socket): Promise<void> => {
      socket.write((await readHandshake(socket)).agreement);
      socket.write(Buffer.from([0x01, 0]));
      const nothing = Buffer.alloc(1 << 16);
      socket.on('drain', () => socket.write(nothing));
      socket.write(nothing);
    };
    const target = await listen(t, (socket) => void serve(socket));
    const query_response = [{ expect: 'x' }];
    const flood = await open(`ws://${target}/`, { query_response }, { timeoutMs: 100 });
    assert.equal(flood.verdict, 'timeout: no verdict within 0.1 s');
  });

  test('that breaks off is a reset', async (t) => {
    const check = async (...bytes: readonly (number | string)[]): Promise<void> => {
      const run = await told(t, bytes);
      const detail = 'reset: the server closed the connection without a close frame';
      assert.deepEqual([run.verdict, run.gauges], [detail, [101, 1, 1]]);
    };
    await check();
    await check(0x81);
    await check(0x81, 126, 0);
    await check(0x81, 5, 'hell');
  });
});

describe('a frame', () => {
  test('that a server must not send breaks the protocol', async (t) => {
    const check = async (bytes: readonly (number | string)[], wanted: string): Promise<void> => {
      const run = await told(t, bytes, { isEnd: false });
      assert.deepEqual([run.verdict, run.gauges], [`protocol: ${wanted}`, [101, 1, 1]]);
    };
    // Compressed, of an unknown kind, masked.
    await check([0xc1, 5, 'hello'], 'got a frame that begins with 0xc105');
    await check([0x83, 0], 'got a frame that begins with 0x8300');
    await check([0x81, 0x85, 'keyshello'], 'got a frame that begins with 0x8185');
    const control = 'got a control frame that is too long, or in pieces';
    await check([0x09, 0], control);
    await check([0x89, 126, 0, 126, 'x'.repeat(126)], control);
    const order = 'got the pieces of a message out of order';
    await check([0x80, 5, 'hello'], order);
    await check([0x01, 2, 'he', 0x81, 5, 'hello'], order);
  });
});
