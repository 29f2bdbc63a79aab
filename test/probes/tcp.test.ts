import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createSecureContext, TLSSocket } from 'node:tls';
import tcp from '../../probes/tcp.ts';
import { createGuard } from '../../src/net/guard.ts';
import type { Network } from '../../src/net/network.ts';
import { startReader } from '../../src/net/reader.ts';
import { createResolver } from '../../src/net/resolve.ts';
import type { Result } from '../../src/result.ts';
import { selfSigned } from '../support/certificates.ts';
import { listen } from '../support/listen.ts';
import { startNameServer } from '../support/name-server.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';

const never = new AbortController().signal;

/** Serves with `serve`, holds the dialogue with it. */
async function talk(
  t: TestContext,
  serve: (socket: Socket) => void,
  steps: readonly object[],
  timeoutMs = 5000,
): Promise<Result> {
  return runTarget(tcp, await listen(t, serve), { config: { query_response: steps }, timeoutMs });
}

function verdict(result: Result): readonly unknown[] {
  return result.outcome === 'success' ? ['success'] : [result.reason, result.phase, result.detail];
}

function value(result: Result, metric: string): number | undefined {
  return result.samples.find((sample) => sample.metric === metric)?.value;
}

function labels(result: Result, metric: string): object | undefined {
  return result.samples.find((sample) => sample.metric === metric)?.labels;
}

/** `regex` and `bytes` gauges. */
function gauges(result: Result): readonly unknown[] {
  return [value(result, 'probe_failed_due_to_regex'), value(result, 'probe_failed_due_to_bytes')];
}

/** What the peer is told, up to the end of the connection. */
function hearing(): { readonly serve: (socket: Socket) => void; readonly heard: Promise<Buffer> } {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  return {
    serve: (socket) => resolve(startReader(socket, never).untilEnd(1 << 20)),
    heard: promise,
  };
}

describe('a connection', () => {
  test('is enough if nothing more is asked for', async (t) => {
    const result = await talk(t, () => {}, []);
    assert.deepEqual(verdict(result), ['success']);
    assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'dialogue']);
    assert.deepEqual(gauges(result), [0, 0]);
    assert.equal(value(result, 'probe_ip_protocol'), 4);
    // FNV-1a of 7f000001.
    assert.equal(value(result, 'probe_ip_addr_hash'), 0xdaaf40ed);
    assert.ok((value(result, 'probe_dns_lookup_time_seconds') ?? -1) >= 0);
    assert.equal(result.samples.length, 5);
  });

  test('that is refused leaves only what the lookup found', async () => {
    const result = await runTarget(tcp, '127.0.0.1:1');
    assert.deepEqual(verdict(result).slice(0, 2), ['refused', 'connect']);
    assert.deepEqual(gauges(result), [undefined, undefined]);
    assert.equal(result.samples.length, 3);
  });

  test('goes to the address that a name server gives', async (t) => {
    const target = await listen(t, (socket) => socket.end('ready\n'));
    const { address } = await startNameServer(t, { 'A shop.example': ['127.0.0.1'] });
    const resolve = createResolver({ servers: [address], hostsFile: '/nonexistent' });
    const network: Network = { ...openNetwork, resolve };
    const result = await runTarget(tcp, target.replace('127.0.0.1', 'shop.example'), { network });
    assert.deepEqual(verdict(result), ['success']);
    const gone = await runTarget(tcp, 'gone.example:80', { network });
    assert.deepEqual(verdict(gone), ['resolve', 'resolve', 'no such name: "gone.example"']);
    assert.equal(value(gone, 'probe_ip_protocol'), 0);
    assert.equal(value(gone, 'probe_ip_addr_hash'), 0);
    assert.ok((value(gone, 'probe_dns_lookup_time_seconds') ?? 0) > 0);
  });

  test('tells how long it looked up when that takes all the time', async (t) => {
    const { address } = await startNameServer(t, {
      'A hung.example': 'silence',
      'AAAA hung.example': 'silence',
    });
    const resolve = createResolver({ servers: [address], hostsFile: '/nonexistent' });
    const network: Network = { ...openNetwork, resolve };
    const result = await runTarget(tcp, 'hung.example:80', { network, timeoutMs: 100 });
    assert.deepEqual(verdict(result), ['timeout', 'resolve', 'no verdict within 0.1 s']);
    assert.ok((value(result, 'probe_dns_lookup_time_seconds') ?? 0) > 0.09);
  });

  test('takes the family that is preferred, and the other only if it may', async (t) => {
    const target = (await listen(t, () => {})).replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const six = await runTarget(tcp, target, { config: { preferred_ip_protocol: 'ip4' } });
    assert.deepEqual([...verdict(six), value(six, 'probe_ip_protocol')], ['success', 6]);
    const config = { preferred_ip_protocol: 'ip4', ip_protocol_fallback: false };
    const none = await runTarget(tcp, target, { config });
    assert.deepEqual(verdict(none).slice(0, 2), ['resolve', 'resolve']);
    assert.equal(value(none, 'probe_ip_protocol'), 0);
  });

  test('comes from the source address', async (t) => {
    const from = Promise.withResolvers<string | undefined>();
    const target = await listen(t, ({ remoteAddress }) => from.resolve(remoteAddress));
    await runTarget(tcp, target, { config: { source_ip_address: '127.0.0.7' } });
    assert.equal(await from.promise, '127.0.0.7');
    const none = await runTarget(tcp, target, { config: { source_ip_address: 'eth0' } });
    const detail = 'cannot reach 127.0.0.1 from the source address eth0, which is none';
    assert.deepEqual(verdict(none), ['unreachable', 'connect', detail]);
  });

  test('is not made to an address that the guard refuses', async (t) => {
    const network = { ...openNetwork, permit: createGuard({ deny: ['127.0.0.1'], allow: [] }) };
    const result = await runTarget(tcp, await listen(t, () => {}), { network });
    assert.deepEqual(verdict(result).slice(0, 2), ['blocked', 'connect']);
    assert.equal(result.outcome === 'failure' && result.refusedByGuard, true);
  });
});

describe('expecting a line', () => {
  test('puts a banner together that comes in single bytes', async (t) => {
    const serve = async (socket: Socket): Promise<void> => {
      socket.setNoDelay(true);
      for (const byte of '220-hello\r\n220 ready\r\n') {
        socket.write(byte);
        await turn();
      }
    };
    const result = await talk(t, (socket) => void serve(socket), [{ expect: '^220 ready$' }]);
    assert.deepEqual(verdict(result), ['success']);
  });

  test('uses what came in one packet step by step', async (t) => {
    const serve = (socket: Socket): void => void socket.write('one\ntwo\nthree\n\x00\x01four');
    const steps = [
      { expect: '^two$' },
      { expect: '^three$' },
      { expect_bytes: new Uint8Array([0, 1]) },
      { expect_bytes: 'four' },
    ];
    assert.deepEqual(verdict(await talk(t, serve, steps)), ['success']);
  });

  test('never sees a line again that it skipped', async (t) => {
    const result = await talk(t, (socket) => socket.end('one\ntwo\n'), [
      { expect: 'two' },
      { expect: 'one' },
    ]);
    const detail = 'the peer hung up without a line, want one that matches "one"';
    assert.deepEqual(verdict(result), ['content', 'dialogue', detail]);
    assert.deepEqual(gauges(result), [1, 0]);
  });

  test('fails when the peer hangs up before it matched', async (t) => {
    const result = await talk(t, (socket) => socket.end(':srv ERROR bl\u0007ocked'), [
      { expect: '^:[^ ]+ 001' },
    ]);
    const detail =
      'the peer hung up after the line ":srv ERROR bl\\u0007ocked", want one that matches "^:[^ ]+ 001"';
    assert.deepEqual(verdict(result), ['content', 'dialogue', detail]);
    assert.deepEqual(gauges(result), [1, 0]);
    assert.deepEqual(
      result.log.map(({ text }) => text),
      ['127.0.0.1 is 127.0.0.1', 'heard the line ":srv ERROR bl\\u0007ocked"'],
    );
  });

  test('takes an empty pattern for any line, and a last one without a line end', async (t) => {
    const result = await talk(t, (socket) => socket.end('x'), [{ expect: '' }]);
    assert.deepEqual(verdict(result), ['success']);
  });

  test('runs out of time with a peer that says nothing', async (t) => {
    const result = await talk(t, () => {}, [{ expect: 'x' }], 50);
    assert.deepEqual(verdict(result), ['timeout', 'dialogue', 'no verdict within 0.05 s']);
    assert.deepEqual(gauges(result), [0, 0]);
  });

  test('runs out of time with a peer that never stops talking', async (t) => {
    const flood = '\n'.repeat(1 << 16);
    const serve = (socket: Socket): void => {
      socket.on('drain', () => socket.write(flood));
      socket.write(flood);
    };
    const result = await talk(t, serve, [{ expect: 'x' }], 100);
    assert.deepEqual(verdict(result).slice(0, 2), ['timeout', 'dialogue']);
  });

  test('fails on a flood without a line end', async (t) => {
    const result = await talk(t, (socket) => void socket.write(Buffer.alloc(1 << 20, 'x')), [
      { expect: 'y' },
    ]);
    const detail = 'got no line end within 65536 bytes';
    assert.deepEqual(verdict(result), ['protocol', 'dialogue', detail]);
    assert.deepEqual(gauges(result), [0, 0]);
  });

  test('tells a reset from a hang-up', async (t) => {
    const serve = (socket: Socket): void => {
      socket.once('data', () => socket.resetAndDestroy());
    };
    const result = await talk(t, serve, [{ send: 'hello' }, { expect: 'x' }]);
    assert.deepEqual(verdict(result).slice(0, 2), ['reset', 'dialogue']);
    assert.deepEqual(gauges(result), [0, 0]);
  });

  test('matches bytes as Go does', async (t) => {
    const serve = (socket: Socket): void => void socket.write(Buffer.from('caf\xe9\n', 'latin1'));
    assert.deepEqual(verdict(await talk(t, serve, [{ expect: '^caf.$' }])), ['success']);
  });
});

describe('expecting bytes', () => {
  const serve = (text: string) => (socket: Socket) => void socket.end(Buffer.from(text, 'latin1'));

  test('compares as many as are expected', async (t) => {
    const good = await talk(t, serve('S\xff\x00more'), [
      { expect_bytes: new Uint8Array([0x53, 0xff, 0]) },
    ]);
    assert.deepEqual(verdict(good), ['success']);
    const bad = await talk(t, serve('N\xff\x00more'), [
      { expect_bytes: new Uint8Array([0x53, 0xff, 0]) },
    ]);
    const detail = 'got 3 bytes 0x4eff00, want 3 bytes 0x53ff00';
    assert.deepEqual(verdict(bad), ['content', 'dialogue', detail]);
    assert.deepEqual(gauges(bad), [0, 1]);
  });

  test('fails when there are too few, which is no mismatch', async (t) => {
    const result = await talk(t, serve('S'), [{ expect_bytes: 'SSH' }]);
    const detail = 'the peer hung up after 1 bytes 0x53, want 3 bytes 0x535348';
    assert.deepEqual(verdict(result), ['content', 'dialogue', detail]);
    assert.deepEqual(gauges(result), [0, 0]);
  });
});

describe('saying something', () => {
  test('puts a newline behind a line and nothing behind raw bytes', async (t) => {
    const { serve, heard } = hearing();
    const raw = new Uint8Array([0, 0xff, 0x24, 0x31]);
    const result = await talk(t, serve, [
      { send: 'EHLO\r' },
      { send_raw: raw },
      { send: raw },
      { send: '' },
    ]);
    assert.deepEqual(verdict(result), ['success']);
    assert.equal((await heard).toString('latin1'), 'EHLO\r\n\x00\xff$1\x00\xff$1\n');
    assert.deepEqual(result.log.map(({ text }) => text).slice(1), [
      'said "EHLO\\r\\n"',
      'said "\\u0000�$1"',
      'said "\\u0000�$1\\n"',
    ]);
  });

  test('fills templates in with what the same entry captured', async (t) => {
    const heard = Promise.withResolvers<string>();
    const serve = async (socket: Socket): Promise<void> => {
      const reader = startReader(socket, never);
      socket.write('noise\nPING :12\xff34\n', 'latin1');
      heard.resolve((await reader.untilEnd(1000)).toString('latin1'));
    };
    const result = await talk(t, (socket) => void serve(socket), [
      { send: 'NICK $1' },
      { expect: '^PING :(?P<token>.*)$', send: 'PONG ${token} $2 $$' },
      { send_raw: '$1' },
    ]);
    assert.deepEqual(verdict(result), ['success']);
    assert.equal(await heard.promise, 'NICK $1\nPONG 12\xff34  $\n$1');
  });

  test('still talks to a peer that has closed its half', async (t) => {
    const heard = Promise.withResolvers<string>();
    const serve = async (socket: Socket): Promise<void> => {
      // Without a line end, so that the end itself is read before anything is said.
      socket.end('ready');
      heard.resolve((await startReader(socket, never).untilEnd(1000)).toString());
    };
    const result = await talk(t, (socket) => void serve(socket), [
      { expect: 'ready' },
      { send: 'thanks' },
    ]);
    assert.deepEqual(verdict(result), ['success']);
    assert.equal(await heard.promise, 'thanks\n');
  });

  test('runs out of time with a peer that does not listen', async (t) => {
    const send = new Uint8Array(32 << 20);
    const result = await talk(t, (socket) => void socket.pause(), [{ send }], 200);
    assert.deepEqual(verdict(result).slice(0, 2), ['timeout', 'dialogue']);
  });
});

describe('labels', () => {
  const serve = (socket: Socket): void => void socket.write('SSH-2.0-OpenSSH_9.6p1 Debian\nnext\n');

  test('are what a line said, kept even if a later step fails', async (t) => {
    const version = {
      expect: '^SSH-([\\d.]+)-(\\S+)',
      labels: [
        { name: 'protocol', value: '$1' },
        { name: 'software', value: '${2}!' },
        { name: 'fixed', value: 'x' },
      ],
    };
    const result = await talk(t, serve, [version, { expect: 'never' }], 100);
    assert.deepEqual(verdict(result).slice(0, 2), ['timeout', 'dialogue']);
    assert.equal(value(result, 'probe_expect_info'), 1);
    assert.deepEqual(labels(result, 'probe_expect_info'), {
      protocol: '2.0',
      software: 'OpenSSH_9.6p1!',
      fixed: 'x',
    });
  });

  test('of several steps come together, the last of a name winning', async (t) => {
    const result = await talk(t, serve, [
      {
        expect: '^SSH',
        labels: [
          { name: 'a', value: 'one' },
          { name: 'b', value: 'two' },
        ],
      },
      { expect: '(next)', labels: [{ name: 'b', value: '$1' }] },
    ]);
    const found = result.samples.filter(({ metric }) => metric === 'probe_expect_info');
    assert.deepEqual(
      found.map((sample) => sample.labels),
      [{ a: 'one', b: 'next' }],
    );
  });

  test('have names as Prometheus writes them, and may be none at all', async (t) => {
    const named = await talk(t, serve, [
      {
        expect: '^SSH-(.*?)-',
        labels: [
          { name: 'a-b', value: '$1' },
          { name: '1st', value: 'x' },
          { name: 'é', value: 'y' },
        ],
      },
    ]);
    assert.deepEqual(labels(named, 'probe_expect_info'), { a_b: '2.0', _st: 'x', _: 'y' });
    const bare = await talk(t, serve, [{ expect: '^SSH', labels: [] }]);
    assert.equal(value(bare, 'probe_expect_info'), 1);
    assert.deepEqual(labels(bare, 'probe_expect_info'), {});
  });

  test('are absent if nothing matched, and without a line to match', async (t) => {
    const unmatched = [{ expect: 'x', labels: [{ name: 'a', value: 'b' }] }];
    const none = await talk(t, (socket) => socket.end('y\n'), unmatched);
    assert.equal(value(none, 'probe_expect_info'), undefined);
    const unasked = await talk(t, serve, [{ labels: [{ name: 'a', value: 'b' }] }]);
    assert.deepEqual(
      [...verdict(unasked), value(unasked, 'probe_expect_info')],
      ['success', undefined],
    );
  });
});

describe('TLS', () => {
  const issued = selfSigned({
    subject: [['CN', 'mail']],
    names: ['mail.example', '127.0.0.1'],
    authority: true,
  });
  const secureContext = createSecureContext({ cert: issued.pem, key: issued.key });
  const ca = issued.pem;

  function secured(socket: Socket): TLSSocket {
    const tls = new TLSSocket(socket, { isServer: true, secureContext });
    tls.on('error', () => {});
    return tls;
  }

  test('from the first byte', async (t) => {
    const target = await listen(t, (socket) => void secured(socket).write('ready\n'));
    const config = { tls: true, tls_config: { ca }, query_response: [{ expect: '^ready$' }] };
    const result = await runTarget(tcp, target, { config });
    assert.deepEqual(verdict(result), ['success']);
    assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'tls', 'dialogue']);
    assert.equal(labels(result, 'probe_tls_version_info')?.['version' as never], 'TLS 1.3');
    assert.ok((value(result, 'probe_ssl_earliest_cert_expiry') ?? 0) > Date.now() / 1000);
  });

  test('ends the handshake also if nothing is said after it', async (t) => {
    const { promise: met, resolve, reject } = Promise.withResolvers<void>();
    const target = await listen(t, (socket) => {
      const tls = secured(socket).once('secure', resolve);
      tls.once('close', () => reject(new Error('closed before the end of the handshake')));
    });
    const config = { tls: true, tls_config: { ca } };
    assert.deepEqual(verdict(await runTarget(tcp, target, { config })), ['success']);
    await met;
  });

  test('that fails leaves the gauges of the dialogue out', async (t) => {
    const target = await listen(t, (socket) => void socket.end('220 not TLS\r\n'));
    const result = await runTarget(tcp, target, { config: { tls: true, tls_config: { ca } } });
    assert.deepEqual(verdict(result).slice(0, 2), ['tls', 'tls']);
    assert.deepEqual(gauges(result), [undefined, undefined]);
  });

  test('wants the certificate of the target, of `server_name`, or of `hostname`', async (t) => {
    const target = (await listen(t, (socket) => void secured(socket))).replace(
      '127.0.0.1',
      'localhost',
    );
    const check = async (config: object, wanted: string): Promise<void> => {
      const setting = { config: { tls: true, preferred_ip_protocol: 'ip4', ...config } };
      const result = await runTarget(tcp, target, setting);
      assert.equal(verdict(result)[0], wanted);
    };
    await check({ tls_config: { ca } }, 'tls');
    await check({ tls_config: { ca, server_name: 'mail.example' } }, 'success');
    await check({ tls_config: { ca, server_name: 'other.example' } }, 'tls');
    await check({ tls_config: { insecure_skip_verify: true } }, 'success');
  });

  test('takes `hostname` for the server name only if none is configured', async () => {
    const check = async (tls_config: object, wanted: string): Promise<void> => {
      const parsed = await tcp.config['~standard'].validate({ tls_config });
      assert.ok(parsed.issues === undefined);
      const changed = tcp.withHostname?.(parsed.value, 'mail.example');
      assert.equal(changed?.tls_config.server_name, wanted);
      assert.notEqual(parsed.value.tls_config.server_name, 'mail.example');
    };
    await check({}, 'mail.example');
    await check({ server_name: 'own.example' }, 'own.example');
  });

  test('in the middle of a dialogue drops what was said in the clear', async (t) => {
    const serve = async (socket: Socket): Promise<void> => {
      const plain = startReader(socket, never);
      socket.write('220 mail ESMTP\r\n');
      await plain.line(100);
      socket.write('250-mail\r\n250 STARTTLS\r\n');
      await plain.line(100);
      socket.write('220 go ahead\r\n250 injected\r\n');
      plain.detach();
      const tls = secured(socket);
      const reader = startReader(tls, never);
      tls.write(`250 you said ${(await reader.line(100))?.toString()}\r\n`);
    };
    const target = await listen(t, (socket) => void serve(socket));
    const config = {
      tls_config: { ca, server_name: 'mail.example' },
      query_response: [
        { expect: '^220 ([^ ]+) ESMTP', send: 'EHLO prober\r' },
        { expect: '^250 STARTTLS' },
        { send: 'STARTTLS\r' },
        { expect: '^220', starttls: true },
        { send: 'EHLO again\r' },
        { expect: '^250 (.*)', labels: [{ name: 'said', value: '$1' }] },
      ],
    };
    const result = await runTarget(tcp, target, { config });
    assert.deepEqual(verdict(result), ['success']);
    assert.deepEqual(labels(result, 'probe_expect_info'), { said: 'you said EHLO again' });
    assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'dialogue', 'tls']);
    assert.equal(labels(result, 'probe_tls_version_info')?.['version' as never], 'TLS 1.3');
    assert.ok(
      result.log.some(({ text }) => text === 'dropped what came before TLS: "250 injected\\r\\n"'),
    );
  });

  test('may be spoken within TLS', async (t) => {
    const serve = (socket: Socket): void => {
      const outer = secured(socket);
      void secured(outer).write('deep\n');
    };
    const query_response = [{ starttls: true }, { expect: '^deep$' }];
    const config = { tls: true, tls_config: { ca }, query_response };
    assert.deepEqual(verdict(await runTarget(tcp, await listen(t, serve), { config })), [
      'success',
    ]);
  });

  test('that never comes after starttls runs out of time in its own phase', async (t) => {
    const result = await talk(
      t,
      (socket) => void socket.write('220\n'),
      [{ expect: '220', starttls: true }],
      100,
    );
    assert.deepEqual(verdict(result).slice(0, 2), ['timeout', 'tls']);
    assert.deepEqual(gauges(result), [0, 0]);
  });
});

describe('the config', () => {
  async function complaints(config: unknown): Promise<readonly string[]> {
    const parsed = await tcp.config['~standard'].validate(config);
    return (parsed.issues ?? []).map(
      ({ path = [], message }) => `${path.map(String).join('.')}: ${message}`,
    );
  }

  test('is what blackbox_exporter takes', async () => {
    assert.deepEqual(await complaints({}), []);
    assert.deepEqual(
      await complaints({
        preferred_ip_protocol: 'ip4',
        ip_protocol_fallback: 'no',
        source_ip_address: '::1',
        tls: 'off',
        tls_config: { insecure_skip_verify: true },
        query_response: [
          { expect: '', send: '', starttls: false, labels: [] },
          { expect_bytes: new Uint8Array([255]), expect: undefined },
        ],
      }),
      [],
    );
  });

  test('says what is wrong', async () => {
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> =>
      assert.deepEqual(await complaints(config), wanted);
    const steps = (...query_response: readonly object[]): object => ({ query_response });
    await check({ banner: 'x' }, ': Unrecognized key: "banner"');
    await check(
      steps({ expect: ':[' }),
      'query_response.0.expect: ":[" is not an RE2 regular expression: missing closing ]: `[`',
    );
    await check(
      steps({ expect: 'a', expect_bytes: 'b' }),
      'query_response.0: got both expect and expect_bytes, want one of them',
    );
    await check(
      steps({ send: 'a', send_raw: 'b' }),
      'query_response.0: got both send and send_raw, want one of them',
    );
    const name = 'want a label name: not empty, and not __ in front';
    await check(
      steps({ expect: 'a', labels: [{ name: '__x' }, {}] }),
      `query_response.0.labels.0.name: got "__x", ${name}`,
      `query_response.0.labels.1.name: got "", ${name}`,
    );
    await check(
      steps({ expect: 'a', labels: [{ name: 'x' }, { name: 'x' }] }),
      'query_response.0: got the label x twice, want each once',
    );
  });

  test('is warned of what comes to nothing', async () => {
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> => {
      const parsed = await tcp.config['~standard'].validate(config);
      assert.ok(parsed.issues === undefined);
      assert.deepEqual(tcp.warnings?.(parsed.value), wanted);
    };
    const twice = 'TLS is started more than once, each within the one before';
    await check({ tls: true, query_response: [{ expect: 'a', labels: [] }] });
    await check({ tls: true, query_response: [{ starttls: true }] }, twice);
    await check({ query_response: [{ starttls: true }, { starttls: true }] }, twice);
    await check(
      { query_response: [{ send: 'a' }, { labels: [{ name: '__x' }] }] },
      'query_response.1.labels: not used without expect',
    );
    await check({ source_ip_address: '::1' });
    await check(
      { source_ip_address: 'eth0' },
      'source_ip_address: "eth0" is no IP address, so every run fails',
    );
  });
});
