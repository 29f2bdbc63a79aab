import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createSecureContext, TLSSocket } from 'node:tls';
import unix from '../../probes/unix.ts';
import { startReader } from '../../src/net/reader.ts';
import type { Result } from '../../src/result.ts';
import { selfSigned } from '../support/certificates.ts';
import { listenAt, listenPath } from '../support/listen-path.ts';
import { runTarget } from '../support/run-target.ts';

const never = new AbortController().signal;

function verdict(result: Result): readonly unknown[] {
  return result.outcome === 'success' ? ['success'] : [result.reason, result.phase, result.detail];
}

function values(result: Result): Readonly<Record<string, number>> {
  return Object.fromEntries(result.samples.map(({ metric, value }) => [metric, value]));
}

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'socket-'));
  t.after(() => rm(path, { recursive: true }));
  return path;
}

describe('a connection', () => {
  test('is enough if nothing more is asked for, and has nothing to do with addresses', async (t) => {
    const result = await runTarget(unix, await listenPath(t, () => {}));
    assert.deepEqual(verdict(result), ['success']);
    assert.deepEqual([...result.phases.keys()], ['connect', 'dialogue']);
    assert.deepEqual(values(result), {
      probe_failed_due_to_regex: 0,
      probe_failed_due_to_bytes: 0,
    });
  });

  test('is made to an abstract name', { skip: process.platform !== 'linux' }, async (t) => {
    const name = `synthetic-exporter-${process.pid}`;
    await listenAt(t, `\0${name}`, (socket) => socket.end('ready\n'));
    const config = { query_response: [{ expect: '^ready$' }] };
    assert.deepEqual(verdict(await runTarget(unix, `@${name}`, { config })), ['success']);
    const other = await runTarget(unix, `@${name}-other`, { config });
    assert.deepEqual(verdict(other), [
      'refused',
      'connect',
      `cannot connect to "@${name}-other": nobody listens there`,
    ]);
  });

  test('that cannot be made is refused, and says why', async (t) => {
    const home = await folder(t);
    await writeFile(join(home, 'file'), '');
    await symlink('round', join(home, 'round'));
    const check = async (path: string, why: string): Promise<void> => {
      const result = await runTarget(unix, path);
      const detail = `cannot connect to "${path}": ${why}`;
      assert.deepEqual(verdict(result), ['refused', 'connect', detail]);
      assert.equal(result.outcome === 'failure' && result.ownTrouble, false);
      assert.deepEqual(result.samples, []);
    };
    await check(join(home, 'missing'), 'there is no such file');
    await check(join(home, 'file'), 'nobody listens there');
    await check(join(home, 'file', 'below'), 'a part of its path is no folder');
    await check(join(home, 'round'), 'its path goes round in symbolic links');
  });

  test('that the server does not accept is refused once its queue is full', async (t) => {
    const path = join(await folder(t), 's');
    // Listens, and never comes back to accept anything.
    const program = `require('net').createServer().listen({ path: ${JSON.stringify(path)}, backlog: 1 }, () => {
      require('fs').writeSync(1, 'ready');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    })`;
    const server = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => server.kill('SIGKILL'));
    await once(server.stdout, 'data');
    const verdicts = await Promise.all(
      Array.from({ length: 5 }, async () => verdict(await runTarget(unix, path))),
    );
    const full = `cannot connect to "${path}": its queue of connections is full`;
    assert.deepEqual(verdicts.at(0), ['success']);
    assert.deepEqual(verdicts.at(-1), ['refused', 'connect', full]);
  });
});

describe('a dialogue', () => {
  test('is that of a tcp probe', async (t) => {
    const heard = Promise.withResolvers<string>();
    const serve = async (socket: Socket): Promise<void> => {
      socket.write('noise\r\n+OK server 7.2\r\n\x00\x01more');
      heard.resolve((await startReader(socket, never).untilEnd(1000)).toString());
    };
    const path = await listenPath(t, (socket) => void serve(socket));
    const result = await runTarget(unix, path, {
      config: {
        query_response: [
          {
            expect: '^\\+OK (\\S+) (?P<version>.*)$',
            labels: [{ name: 'version', value: '${version}' }],
            send: 'HELLO $1',
          },
          { expect_bytes: new Uint8Array([0, 1]) },
          { send_raw: 'QUIT' },
        ],
      },
    });
    assert.deepEqual(verdict(result), ['success']);
    assert.equal(await heard.promise, 'HELLO server\nQUIT');
    const found = result.samples.find(({ metric }) => metric === 'probe_expect_info');
    assert.deepEqual(found?.labels, { version: '7.2' });
  });

  test('fails as that of a tcp probe', async (t) => {
    const path = await listenPath(t, (socket) => socket.end('-ERR\n'));
    const check = async (step: object, reason: string, regex: number, bytes: number) => {
      const result = await runTarget(unix, path, { config: { query_response: [step] } });
      assert.deepEqual(verdict(result).slice(0, 2), [reason, 'dialogue']);
      assert.deepEqual(values(result), {
        probe_failed_due_to_regex: regex,
        probe_failed_due_to_bytes: bytes,
      });
    };
    await check({ expect: '^\\+OK' }, 'content', 1, 0);
    await check({ expect_bytes: '+OK' }, 'content', 0, 1);
    await check({ expect_bytes: '-ERR and more' }, 'content', 0, 0);
  });

  test('runs out of time with a peer that says nothing', async (t) => {
    const path = await listenPath(t, () => {});
    const config = { query_response: [{ expect: 'x' }] };
    const result = await runTarget(unix, path, { config, timeoutMs: 50 });
    assert.deepEqual(verdict(result), ['timeout', 'dialogue', 'no verdict within 0.05 s']);
    assert.deepEqual(values(result), {
      probe_failed_due_to_regex: 0,
      probe_failed_due_to_bytes: 0,
    });
  });
});

describe('TLS', () => {
  const issued = selfSigned({
    subject: [['CN', 'socket']],
    names: ['socket.example'],
    authority: true,
  });
  const secureContext = createSecureContext({ cert: issued.pem, key: issued.key });
  const ca = issued.pem;
  const nameless =
    'nothing says whom the certificate must be for, want tls_config.server_name or insecure_skip_verify';

  const secured = (greeting: string) => (socket: Socket) => {
    const tls = new TLSSocket(socket, { isServer: true, secureContext });
    tls.on('error', () => {});
    tls.write(greeting);
  };

  test('wants a name that the certificate is for, or none to be wanted', async (t) => {
    const path = await listenPath(t, secured('ready\n'));
    const check = async (tls_config: object, ...wanted: readonly unknown[]): Promise<Result> => {
      const config = { tls: true, tls_config, query_response: [{ expect: '^ready$' }] };
      const result = await runTarget(unix, path, { config });
      assert.deepEqual(verdict(result), wanted);
      return result;
    };
    const good = await check({ ca, server_name: 'socket.example' }, 'success');
    assert.deepEqual([...good.phases.keys()], ['connect', 'tls', 'dialogue']);
    assert.ok((values(good)['probe_ssl_earliest_cert_expiry'] ?? 0) > Date.now() / 1000);
    await check({ insecure_skip_verify: true }, 'success');
    await check(
      { ca, server_name: 'other.example' },
      'tls',
      'tls',
      'certificate refused: it is for "socket.example", want "other.example"',
    );
    const unnamed = await check({ ca }, 'tls', 'tls', nameless);
    assert.deepEqual(values(unnamed), {});
    assert.equal(unnamed.outcome === 'failure' && unnamed.ownTrouble, true);
  });

  test('in the middle of a dialogue wants the same', async (t) => {
    const serve = async (socket: Socket): Promise<void> => {
      const plain = startReader(socket, never);
      await plain.line(100);
      plain.detach();
      socket.write('go ahead\n');
      secured('secret\n')(socket);
    };
    const path = await listenPath(t, (socket) => void serve(socket));
    const check = async (tls_config: object, ...wanted: readonly unknown[]): Promise<void> => {
      const query_response = [
        { send: 'STARTTLS' },
        { expect: '^go ahead$', starttls: true },
        { expect: '^secret$' },
      ];
      const result = await runTarget(unix, path, { config: { tls_config, query_response } });
      assert.deepEqual(verdict(result), wanted);
      assert.equal(values(result)['probe_failed_due_to_regex'], 0);
    };
    await check({ ca, server_name: 'socket.example' }, 'success');
    await check({ ca }, 'tls', 'tls', nameless);
  });

  test('with a file that is not there is the exporter’s own trouble', async (t) => {
    const path = await listenPath(t, secured(''));
    const tls_config = { ca_file: '/nonexistent/ca.pem', server_name: 'socket.example' };
    const result = await runTarget(unix, path, { config: { tls: true, tls_config } });
    assert.deepEqual(verdict(result).slice(0, 2), ['internal', 'tls']);
  });

  test('that the peer does not answer runs out of time in its own phase', async (t) => {
    const path = await listenPath(t, () => {});
    const config = { tls: true, tls_config: { insecure_skip_verify: true } };
    const result = await runTarget(unix, path, { config, timeoutMs: 50 });
    assert.deepEqual(verdict(result), ['timeout', 'tls', 'no verdict within 0.05 s']);
  });
});

describe('the target', () => {
  async function complaints(text: string): Promise<readonly string[]> {
    const parsed = await unix.target['~standard'].validate(text);
    return (parsed.issues ?? []).map(({ message }) => message);
  }

  test('is a path, absolute or not, or a name', async () => {
    assert.deepEqual(await complaints('/run/docker.sock'), []);
    assert.deepEqual(await complaints('run/docker.sock'), []);
    assert.deepEqual(await complaints('@docker'), []);
    assert.deepEqual(await complaints(`/${'x'.repeat(107)}`), []);
  });

  test('that cannot be the address of a socket is refused', async () => {
    const long = 'want the path of a socket to have at most 108 bytes';
    assert.deepEqual(await complaints(''), ['got nothing, want the path of a socket, or @name']);
    assert.deepEqual(await complaints('/a\0b'), ['got a path with a NUL byte, want none']);
    assert.deepEqual(await complaints(`/${'x'.repeat(108)}`), [long]);
    assert.deepEqual(await complaints('é'.repeat(55)), [long]);
  });
});

describe('the config', () => {
  test('has no keys about addresses', async () => {
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> => {
      const parsed = await unix.config['~standard'].validate(config);
      assert.deepEqual(
        (parsed.issues ?? []).map(({ message }) => message),
        wanted,
      );
    };
    await check({});
    await check({ tls: 'yes', tls_config: { server_name: 'a.example' }, query_response: [] });
    await check({ preferred_ip_protocol: 'ip4' }, 'Unrecognized key: "preferred_ip_protocol"');
    await check({ source_ip_address: '::1' }, 'Unrecognized key: "source_ip_address"');
  });

  test('is warned of TLS that no certificate can satisfy', async () => {
    const warning =
      'no certificate is for a path, so every run fails: want tls_config.server_name or insecure_skip_verify';
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> => {
      const parsed = await unix.config['~standard'].validate(config);
      assert.ok(parsed.issues === undefined);
      assert.deepEqual(unix.warnings?.(parsed.value), wanted);
    };
    await check({});
    await check({ tls: true }, warning);
    await check({ query_response: [{ starttls: true }] }, warning);
    await check({ tls: true, tls_config: { server_name: 'a.example' } });
    await check({ tls: true, tls_config: { insecure_skip_verify: true } });
  });
});
