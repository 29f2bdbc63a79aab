import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import type { WebSocket } from 'ws';
import { createGuard } from '../../src/net/guard.ts';
import type { Network } from '../../src/net/network.ts';
import { selfSigned } from '../support/certificates.ts';
import { listen } from '../support/listen.ts';
import { localNetwork } from '../support/test-network.ts';
import { readHandshake, startWebSockets } from '../support/web-sockets.ts';
import { open } from '../support/websocket-run.ts';

/** Says hello, and repeats what it is told. */
function echo(peer: WebSocket): void {
  peer.send('hello from 7');
  peer.on('message', (message: Buffer, isBinary) => {
    peer.send(Buffer.concat([Buffer.from(isBinary ? 'bytes ' : 'text '), message]), {
      binary: isBinary,
    });
  });
}

const values = (result: { samples: readonly { metric: string; value: number }[] }) =>
  Object.fromEntries(result.samples.map(({ metric, value }) => [metric, value]));

describe('a connection', () => {
  test('is enough if nothing more is asked for', async (t) => {
    const run = await open(`ws://${await startWebSockets(t, echo)}/chat?room=1`);
    assert.equal(run.verdict, 'success');
    assert.deepEqual(run.phases, ['resolve', 'connect', 'processing']);
    assert.deepEqual(run.gauges, [101, 1, 0]);
    const { probe_dns_lookup_time_seconds: seconds = -1, ...others } = values(run.result);
    assert.ok(seconds >= 0);
    assert.deepEqual(others, {
      probe_websocket_status_code: 101,
      probe_websocket_connection_upgraded: 1,
      probe_websocket_failed_due_to_regex: 0,
      probe_ip_protocol: 4,
      probe_ip_addr_hash: 0xdaaf40ed,
    });
  });

  test('ends with a close frame, also after a dialogue and with messages left unread', async (t) => {
    const ends: unknown[] = [];
    const ended = Promise.withResolvers<void>();
    const target = await startWebSockets(t, (peer) => {
      peer.send('first');
      peer.send('x'.repeat(100_000));
      peer.on('close', (code) => {
        ends.push(code);
        if (ends.length === 3) ended.resolve();
      });
    });
    await open(`ws://${target}/`);
    await open(`ws://${target}/`, { query_response: [{ expect: 'first' }] });
    await open(`ws://${target}/`, { query_response: [{ expect: 'second' }] });
    await ended.promise;
    assert.deepEqual(ends, [1000, 1000, 1000]);
  });

  test('that is refused leaves the gauges at zero', async () => {
    const run = await open('ws://127.0.0.1:1/');
    assert.match(run.verdict, /^refused: /);
    assert.equal(run.phase, 'connect');
    assert.deepEqual(run.gauges, [0, 0, 0]);
  });

  test('goes to the address that was chosen, if the guard permits it', async (t) => {
    const target = await startWebSockets(t, echo);
    const url = `ws://${target.replace('127.0.0.1', 'chat.example')}/`;
    assert.equal((await open(url)).verdict, 'success');
    const network: Network = {
      ...localNetwork,
      permit: createGuard({ deny: ['127.0.0.1'], allow: [] }),
    };
    const denied = await open(url, {}, { network });
    assert.match(denied.verdict, /^blocked: /);
    assert.deepEqual([denied.phase, denied.gauges], ['connect', [0, 0, 0]]);
    const six = await open(url, { preferred_ip_protocol: 'ip6', ip_protocol_fallback: false });
    assert.equal(
      six.verdict,
      'resolve: chat.example has no IPv6 address, and ip_protocol_fallback is off',
    );
    assert.deepEqual(six.phases, ['resolve']);
  });
});

describe('a dialogue', () => {
  test('hears one message and says one in each step', async (t) => {
    const run = await open(`ws://${await startWebSockets(t, echo)}/`, {
      query_response: [
        { expect: '^hello from (?P<room>\\d)$', send: 'join ${room} $$ $2' },
        { expect: '^text join 7 \\$ $', send: 'again' },
        { expect: '^text again$' },
        { send: 'not $1 a template' },
        { expect: '^text not \\$1 a template$', send_raw: new Uint8Array([0, 0xff]) },
        { expect: '^bytes \\x00.$', send: '' },
      ],
    });
    assert.equal(run.verdict, 'success');
    assert.deepEqual(run.phases, ['resolve', 'connect', 'processing', 'transfer']);
    assert.deepEqual(run.gauges, [101, 1, 0]);
    assert.deepEqual(run.log.slice(0, 4), [
      '127.0.0.1 is 127.0.0.1',
      'heard "hello from 7"',
      'said "join 7 $ "',
      'heard "text join 7 $ "',
    ]);
  });

  test('passes over no message that does not match', async (t) => {
    const target = await startWebSockets(t, (peer) => {
      peer.send('noise\u0007');
      peer.send('ready');
    });
    const run = await open(`ws://${target}/`, { query_response: [{ expect: '^ready$' }] });
    assert.equal(
      run.verdict,
      'content: got the message "noise\\u0007", want one that matches "^ready$"',
    );
    assert.equal(run.phase, 'transfer');
    assert.deepEqual(run.gauges, [101, 1, 1]);
  });

  test('carries messages of any length, in both directions', async (t) => {
    const target = await startWebSockets(t, echo);
    for (const length of [1, 125, 126, 65_535, 65_536, 1_000_000]) {
      const run = await open(`ws://${target}/`, {
        query_response: [
          { expect: 'hello', send: 'x'.repeat(length) },
          { expect: `^text (x+)$`, send: '$1' },
          { expect: 'x$' },
        ],
      });
      assert.equal(run.verdict, 'success', String(length));
    }
  });

  test('answers pings while it waits', async (t) => {
    const target = await startWebSockets(t, (peer) => {
      peer.ping('are you there');
      peer.on('pong', (payload) => peer.send(`pong ${payload.toString()}`));
    });
    const query_response = [{ expect: '^pong are you there$' }];
    assert.equal((await open(`ws://${target}/`, { query_response })).verdict, 'success');
  });

  test('fails when the server closes instead of saying something', async (t) => {
    const closing = await startWebSockets(t, (peer) => peer.close(1008, 'go away'));
    const bare = await startWebSockets(t, (peer) => peer.close());
    const query_response = [{ expect: '' }];
    const check = async (target: string, wanted: string): Promise<void> => {
      const run = await open(`ws://${target}/`, { query_response });
      assert.equal(run.verdict, wanted);
      assert.deepEqual([run.phase, run.gauges], ['transfer', [101, 1, 1]]);
    };
    await check(closing, 'content: the server closed with 1008 "go away", want a message');
    await check(bare, 'content: the server closed without a code, want a message');
  });

  test('fails when the connection breaks', async (t) => {
    const target = await startWebSockets(t, (peer) => peer.terminate());
    const run = await open(`ws://${target}/`, { query_response: [{ expect: '' }] });
    assert.match(run.verdict, /^reset: /);
    assert.deepEqual([run.phase, run.gauges], ['transfer', [101, 1, 1]]);
    const serve = async (socket: Socket): Promise<void> => {
      const { agreement } = await readHandshake(socket);
      socket.end(`${agreement}\x81\x05hello`, 'latin1');
    };
    const half = await listen(t, (socket) => void serve(socket));
    const query_response = [{ expect: 'hello', send: 'and you?' }, { expect: 'well' }];
    const ended = await open(`ws://${half}/`, { query_response });
    assert.match(ended.verdict, /^reset: /);
    assert.deepEqual(ended.gauges, [101, 1, 1]);
  });

  test('runs out of time with a server that says nothing', async (t) => {
    const target = await startWebSockets(t, () => {});
    const query_response = [{ expect: '' }];
    const run = await open(`ws://${target}/`, { query_response }, { timeoutMs: 100 });
    assert.equal(run.verdict, 'timeout: no verdict within 0.1 s');
    assert.deepEqual([run.phase, run.gauges], ['transfer', [101, 1, 1]]);
  });

  test('runs out of time with a server that does not listen', async (t) => {
    const target = await startWebSockets(t, (peer) => peer.pause());
    const query_response = [{ send: new Uint8Array(32 << 20) }];
    const run = await open(`ws://${target}/`, { query_response }, { timeoutMs: 500 });
    assert.equal(run.verdict, 'timeout: no verdict within 0.5 s');
    assert.equal(run.phase, 'transfer');
  });
});

describe('TLS', () => {
  const issued = selfSigned({
    subject: [['CN', 'chat']],
    names: ['chat.example'],
    authority: true,
  });
  const other = selfSigned({ subject: [['CN', 'other']], authority: true });

  test('wants the certificate of the host, or of `server_name`', async (t) => {
    const target = await startWebSockets(t, echo, issued);
    const named = `wss://${target.replace('127.0.0.1', 'chat.example')}/`;
    const ca = issued.pem;
    const check = async (url: string, tls_config: object, wanted: RegExp): Promise<void> => {
      const query_response = [{ expect: 'hello', send: 'x' }, { expect: '^text x$' }];
      const run = await open(url, { http_config: { tls_config }, query_response });
      assert.match(run.verdict, wanted);
      const isGood = run.verdict === 'success';
      assert.deepEqual(run.gauges, isGood ? [101, 1, 0] : [0, 0, 0]);
      assert.equal(run.phase, isGood ? undefined : 'processing');
      const { probe_ssl_earliest_cert_expiry: expiry = 0 } = values(run.result);
      assert.ok(expiry > Date.now() / 1000);
    };
    await check(named, { ca }, /^success$/);
    await check(`wss://${target}/`, { ca, server_name: 'chat.example' }, /^success$/);
    await check(`wss://${target}/`, { insecure_skip_verify: true }, /^success$/);
    await check(`wss://${target}/`, { ca }, /^tls: certificate refused: it is for "chat\.example"/);
    await check(named, { ca: other.pem }, /^tls: certificate refused: it is self-signed/);
  });

  test('is not spoken by everybody', async (t) => {
    const run = await open(`wss://${await startWebSockets(t, echo)}/`);
    assert.match(run.verdict, /^tls: .*what came is not TLS/);
    assert.deepEqual([run.phase, run.gauges], ['processing', [0, 0, 0]]);
    const mute = await listen(t, () => {});
    const silent = await open(`wss://${mute}/`, {}, { timeoutMs: 100 });
    assert.equal(silent.verdict, 'timeout: no verdict within 0.1 s');
    assert.equal(silent.phase, 'processing');
  });
});
