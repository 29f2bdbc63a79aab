import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer as createNetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createServer, type TlsOptions } from 'node:tls';
import { classify } from '../../src/failure.ts';
import { dial } from '../../src/net/connect.ts';
import { startTls } from '../../src/net/tls.ts';
import type { TlsFacts } from '../../src/net/tls-facts.ts';
import { type TlsConfig, tlsConfig } from '../../src/net/tls-schema.ts';
import { selfSigned } from '../support/certificates.ts';
import { openNetwork } from '../support/run-target.ts';
import { serve } from '../support/serve.ts';

const YEAR_2040 = new Date('2040-01-01T00:00:00Z');
const YEAR_2041 = new Date('2041-01-01T00:00:00Z');
const YEAR_2042 = new Date('2042-01-01T00:00:00Z');
const root = selfSigned({ subject: [['CN', 'Root']], authority: true, notAfter: YEAR_2042 });
const middle = root.issue({ subject: [['CN', 'Middle']], authority: true, notAfter: YEAR_2040 });
const leaf = middle.issue({
  subject: [
    ['C', 'US'],
    ['O', 'Shop, Inc'],
    ['CN', 'common.test'],
  ],
  names: ['shop.test', '*.wild.test', '127.0.0.1', '::1', 'mail@shop.test'],
  notAfter: YEAR_2041,
  serial: '0a1b',
});
const chain = leaf.pem + middle.pem;

interface Met {
  readonly verdict: string;
  readonly facts: TlsFacts | undefined;
}

async function meet(port: number, settings: object, serverName: string): Promise<Met> {
  return meetWith(port, tlsConfig.parse(settings), serverName);
}

async function meetWith(port: number, config: TlsConfig, serverName: string): Promise<Met> {
  const { signal } = new AbortController();
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  let facts: TlsFacts | undefined;
  const onFacts = (seen: TlsFacts): void => {
    facts = seen;
  };
  try {
    const secured = await startTls(socket, { config, serverName, onFacts }, signal);
    secured.destroy();
    return { verdict: 'accepted', facts };
  } catch (error) {
    const { reason, detail } = classify(error, signal);
    return { verdict: `${reason}: ${detail}`, facts };
  } finally {
    socket.destroy();
  }
}

async function serveTls(t: TestContext, options: TlsOptions): Promise<number> {
  return serve(
    t,
    createServer(options, (socket) => {
      socket.on('error', () => {});
      socket.resume();
    }),
  );
}

test('tells what the certificates say', async (t) => {
  const port = await serveTls(t, { key: leaf.key, cert: chain });

  const { verdict, facts } = await meet(port, { ca: root.pem }, 'shop.test');

  assert.equal(verdict, 'accepted');
  assert.deepEqual(
    { ...facts, leaf: { ...facts?.leaf, fingerprint_sha256: '' } },
    {
      version: 'TLS 1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      earliestExpiry: YEAR_2040.getTime() / 1000,
      lastChainExpiry: YEAR_2040.getTime() / 1000,
      leaf: {
        fingerprint_sha256: '',
        subject: 'CN=common.test,O=Shop\\, Inc,C=US',
        issuer: 'CN=Middle',
        subjectalternative: 'shop.test,*.wild.test',
        serialnumber: '0a1b',
      },
    },
  );
  assert.match(facts?.leaf.fingerprint_sha256 ?? '', /^[0-9a-f]{64}$/);
});

test('takes a certificate for its alternative names only, as Go does', async (t) => {
  const port = await serveTls(t, { key: leaf.key, cert: chain });
  async function check(serverName: string, wanted: string): Promise<void> {
    const { verdict } = await meet(port, { ca: root.pem }, serverName);
    assert.equal(verdict, wanted, serverName);
  }
  const no = (name: string): string =>
    `tls: certificate refused: it is for "shop.test, *.wild.test, 127.0.0.1, ::1", want "${name}"`;

  await check('shop.test', 'accepted');
  await check('SHOP.test', 'accepted');
  await check('shop.test.', 'accepted');
  await check('a.wild.test', 'accepted');
  await check('127.0.0.1', 'accepted');
  await check('::1', 'accepted');
  await check('0:0:0:0:0:0:0:1', 'accepted');
  await check('common.test', no('common.test'));
  await check('wild.test', no('wild.test'));
  await check('a.b.wild.test', no('a.b.wild.test'));
  await check('.wild.test', no('.wild.test'));
  await check('127.0.0.2', no('127.0.0.2'));
});

test('a refused certificate has been told of', async (t) => {
  async function check(options: TlsOptions, settings: object, wanted: string): Promise<void> {
    const port = await serveTls(t, options);
    const { verdict, facts } = await meet(port, settings, 'shop.test');
    assert.equal(verdict, `tls: certificate refused: ${wanted}`);
    assert.equal(facts?.version, 'TLS 1.3');
    assert.equal(facts?.lastChainExpiry, undefined);
  }
  const names = ['shop.test'];
  const old = { notBefore: new Date('2001-01-01'), notAfter: new Date('2002-01-01') };
  const expired = root.issue({ subject: [['CN', 'x']], names, ...old });
  const early = root.issue({
    subject: [['CN', 'x']],
    names,
    notBefore: YEAR_2040,
    notAfter: YEAR_2041,
  });
  const alone = selfSigned({ subject: [['CN', 'x']], names });
  const nameless = root.issue({ subject: [['CN', 'shop.test']] });
  const ca = root.pem;

  await check(
    { key: expired.key, cert: expired.pem },
    { ca },
    'it has expired, or one of its chain has (CERT_HAS_EXPIRED)',
  );
  await check(
    { key: early.key, cert: early.pem },
    { ca },
    'it is not yet valid, or one of its chain is not (CERT_NOT_YET_VALID)',
  );
  await check(
    { key: alone.key, cert: alone.pem },
    { ca },
    'it is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)',
  );
  await check(
    { key: leaf.key, cert: leaf.pem },
    { ca },
    'no trusted authority has issued it (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
  );
  await check(
    { key: leaf.key, cert: chain },
    {},
    'no trusted authority has issued it (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)',
  );
  await check(
    { key: nameless.key, cert: nameless.pem },
    { ca },
    'it has no alternative names, want "shop.test"',
  );
});

test('a chain that is refused is read anew, whatever is known of its peer', async (t) => {
  const subject: readonly (readonly [string, string])[] = [['CN', 'Unknown']];
  const unknown = selfSigned({ subject, authority: true, notAfter: YEAR_2040 });
  const renewed = unknown.renew({ subject, authority: true, notAfter: YEAR_2042 });
  const its = unknown.issue({
    subject: [['CN', 'leaf']],
    names: ['shop.test'],
    notAfter: YEAR_2041,
  });
  const server = createServer({ key: its.key, cert: its.pem + unknown.pem }, (socket) => {
    socket.on('error', () => {}).resume();
  });
  const port = await serve(t, server);
  const config = tlsConfig.parse({ ca: root.pem });
  assert.equal(
    (await meetWith(port, config, 'shop.test')).facts?.earliestExpiry,
    YEAR_2040.getTime() / 1000,
  );

  server.setSecureContext({ key: its.key, cert: its.pem + renewed.pem });

  const { verdict, facts } = await meetWith(port, config, 'shop.test');
  assert.match(verdict, /^tls: certificate refused/);
  assert.equal(facts?.earliestExpiry, YEAR_2041.getTime() / 1000);
});

test('insecure_skip_verify takes any certificate, and knows of no chain', async (t) => {
  const alone = selfSigned({ subject: [['CN', 'x']], notAfter: YEAR_2040 });
  const port = await serveTls(t, { key: alone.key, cert: alone.pem });

  const { verdict, facts } = await meet(port, { insecure_skip_verify: true }, 'shop.test');

  assert.equal(verdict, 'accepted');
  assert.equal(facts?.earliestExpiry, YEAR_2040.getTime() / 1000);
  assert.equal(facts?.lastChainExpiry, -62135596800);
});

test('a configured authority may be an intermediate one, or the certificate itself', async (t) => {
  const port = await serveTls(t, { key: leaf.key, cert: chain });

  assert.equal((await meet(port, { ca: middle.pem }, 'shop.test')).verdict, 'accepted');
  const { verdict, facts } = await meet(port, { ca: leaf.pem }, 'shop.test');
  assert.equal(verdict, 'accepted');
  assert.equal(facts?.lastChainExpiry, YEAR_2041.getTime() / 1000);
});

test('an authority that cannot be read does not take those behind it away', async (t) => {
  const port = await serveTls(t, { key: leaf.key, cert: chain });
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

  const { verdict } = await meet(port, { ca: broken + root.pem }, 'shop.test');
  const { verdict: ofNone } = await meet(port, { ca: broken }, 'shop.test');

  assert.equal(verdict, 'accepted');
  assert.match(ofNone, /the CA holds no certificate in PEM/);
});

test('the chain that lasts longest counts, and the certificate that ends first', async (t) => {
  const older = root.renew({
    subject: [],
    authority: true,
    notAfter: new Date(Date.now() + 9 * 86_400_000),
  });
  const direct = root.issue({ subject: [['CN', 'x']], names: ['shop.test'], notAfter: YEAR_2041 });
  const port = await serveTls(t, { key: direct.key, cert: direct.pem + older.pem });

  const { facts } = await meet(port, { ca: older.pem + root.pem }, 'shop.test');

  assert.ok((facts?.earliestExpiry ?? 0) < Date.now() / 1000 + 10 * 86_400);
  assert.equal(facts?.lastChainExpiry, YEAR_2041.getTime() / 1000);
});

test('asks for the name by SNI, and for none by address', async (t) => {
  const asked: (string | undefined)[] = [];
  const port = await serveTls(t, {
    key: leaf.key,
    cert: chain,
    SNICallback(name, answer) {
      asked.push(name);
      answer(null);
    },
  });

  await meet(port, { ca: root.pem }, 'shop.test');
  await meet(port, { ca: root.pem }, '127.0.0.1');

  assert.deepEqual(asked, ['shop.test']);
});

test('meets servers of few groups and of old versions', async (t) => {
  async function check(options: TlsOptions, settings: object, wanted: string): Promise<void> {
    const port = await serveTls(t, { key: leaf.key, cert: chain, ...options });
    const { verdict, facts } = await meet(port, { ca: root.pem, ...settings }, 'shop.test');
    assert.equal(verdict === 'accepted' ? facts?.version : verdict, wanted);
  }
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  const refused = 'tls: TLS handshake failed: tlsv1 alert protocol version';

  await check({ ecdhCurve: 'P-256' }, {}, 'TLS 1.3');
  await check({ ecdhCurve: 'P-384' }, {}, 'TLS 1.3');
  await check({ ecdhCurve: 'P-521', maxVersion: 'TLSv1.2' }, {}, 'TLS 1.2');
  await check({}, { max_version: 'TLS12' }, 'TLS 1.2');
  await check({ maxVersion: 'TLSv1.2' }, { min_version: 'TLS13' }, refused);
  await check(old, {}, refused);
  const suite = (ciphers: string): TlsOptions => ({ maxVersion: 'TLSv1.2', ciphers });
  await check(suite('ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0'), {}, 'TLS 1.2');
  const shared = 'tls: TLS handshake failed: ssl/tls alert handshake failure';
  await check(suite('ECDHE-ECDSA-AES128-SHA256'), {}, shared);
  await check(suite('ECDHE-ECDSA-AES256-CCM'), {}, shared);
  await check(old, { min_version: 'TLS10' }, 'TLS 1.0');
  await check(old, { max_version: 'TLS11' }, 'tls: TLS handshake failed: no protocols available');
});

test('shows a client certificate', async (t) => {
  const user = root.issue({ subject: [['CN', 'user']] });
  const port = await serveTls(t, {
    key: leaf.key,
    cert: chain,
    ca: root.pem,
    requestCert: true,
    rejectUnauthorized: true,
    maxVersion: 'TLSv1.2',
  });

  const { verdict } = await meet(
    port,
    { ca: root.pem, cert: user.pem, key: user.key },
    'shop.test',
  );
  const without = await meet(port, { ca: root.pem }, 'shop.test');

  assert.equal(verdict, 'accepted');
  assert.notEqual(without.verdict, 'accepted');
});

test('reads its files again when they change, and only then', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tls-'));
  t.after(() => rm(folder, { recursive: true }));
  const port = await serveTls(t, { key: leaf.key, cert: chain });
  const ca_file = join(folder, 'ca.pem');
  const other = selfSigned({ subject: [['CN', 'Other']], authority: true });
  const config = tlsConfig.parse({ ca_file });
  const verdict = async (): Promise<string> => (await meetWith(port, config, 'shop.test')).verdict;

  assert.match(await verdict(), /^internal: cannot read the file .*ca\.pem: ENOENT/);
  await writeFile(ca_file, root.pem);
  await utimes(ca_file, 1, 1);
  assert.equal(await verdict(), 'accepted');
  await writeFile(ca_file, other.pem);
  await utimes(ca_file, 2, 2);
  assert.match(await verdict(), /^tls: certificate refused/);
});

test('settings that make no sense together are the prober’s own trouble', async (t) => {
  const port = await serveTls(t, { key: leaf.key, cert: chain });
  async function check(settings: object, wanted: RegExp): Promise<void> {
    assert.match((await meet(port, settings, 'shop.test')).verdict, wanted);
  }

  await check({ ca: 'no certificate' }, /^internal: tls_config cannot be used: the CA holds no/);
  await check(
    { cert: leaf.pem, key: root.key },
    /^internal: tls_config cannot be used: .*mismatch/,
  );
  await check(
    { ca_file: tmpdir() },
    /^internal: cannot read the file .*: (not a regular file|EISDIR)/,
  );
});

test('says so when the peer speaks something else, nothing, or hangs up', async (t) => {
  const text = await serve(
    t,
    createNetServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  );
  const gone = await serve(
    t,
    createNetServer((socket) => socket.destroy()),
  );

  assert.equal(
    (await meet(text, {}, 'x.test')).verdict,
    'tls: TLS handshake failed: wrong version number: what came is not TLS',
  );
  assert.match((await meet(gone, {}, 'x.test')).verdict, /^reset: /);
});

test('a handshake that never ends ends with its signal', async (t) => {
  const port = await serve(
    t,
    createNetServer(() => {}),
  );
  const controller = new AbortController();
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, controller.signal);

  const started = startTls(
    socket,
    { config: tlsConfig.parse({}), serverName: 'x.test' },
    controller.signal,
  );
  setImmediate(() => controller.abort(new Error('enough')));

  await assert.rejects(started);
  assert.ok(socket.destroyed);
});

test('a refusal of our own certificate, which comes after the handshake, is heard', async (t) => {
  const server = createServer({ key: leaf.key, cert: chain, requestCert: true, ca: middle.pem });
  const port = await serve(t, server);
  const { signal } = new AbortController();
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  const config = tlsConfig.parse({ insecure_skip_verify: true });

  const secured = await startTls(socket, { config, serverName: 'shop.test' }, signal);
  const refusal = Object.assign(new Error('refused'), { library: 'SSL routines', reason: 'alert' });
  secured.emit('error', refusal);

  assert.equal(classify(secured.errored, signal).reason, 'tls');
});

test('an end that came before the handshake began is seen at once', async (t) => {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const server = createNetServer((socket) => {
    socket.end(() => resolve());
  });
  const port = await serve(t, server);
  // Where the end is not seen, this signal ends the test with another verdict.
  const signal = AbortSignal.timeout(5000);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  t.after(() => socket.destroy());
  await ended;
  // The end lies in our kernel by now; the socket takes it in before the handshake begins.
  for (let turns = 0; turns < 20; turns += 1) await nextTurn();

  const config = tlsConfig.parse({});
  const handshake = startTls(socket, { config, serverName: 'shop.test' }, signal);

  await assert.rejects(handshake, (error) => classify(error, signal).reason === 'reset');
});
