import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createServer } from 'node:tls';
import { selfSigned } from '../support/certificates.ts';
import { askHealth } from '../support/grpc-run.ts';
import { serveHealth } from '../support/health-server.ts';
import { body, headers, settings } from '../support/http2-frames.ts';
import { listen } from '../support/listen.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';

const root = selfSigned({ subject: [['CN', 'Root']], authority: true });
const leaf = root.issue({ subject: [['CN', 'shop']], names: ['shop.test', '127.0.0.1', '::1'] });
const trusting = { tls: true, tls_config: { ca: root.pem } };
const TLS_FACTS = [
  'probe_ssl_earliest_cert_expiry',
  'probe_ssl_last_chain_expiry_timestamp_seconds',
  'probe_ssl_last_chain_info',
  'probe_tls_version_info',
  'probe_tls_cipher_info',
];

const tlsFacts = (metrics: readonly string[]): readonly string[] =>
  metrics.filter((name) => /^probe_(ssl|tls)_/.test(name));

const serveTls = (t: TestContext, services: Readonly<Record<string, number>> = { '': 1 }) =>
  serveHealth(t, { services, tls: leaf });

test('over TLS the certificate is told with the answer', async (t) => {
  const { port, calls } = await serveTls(t);

  const run = await askHealth(`shop.test:${port}`, trusting, { network: localNetwork });

  assert.deepEqual([run.verdict, run.code, run.ssl], ['success', 0, 1]);
  assert.deepEqual(tlsFacts(run.metrics), TLS_FACTS);
  // As clients in Go say it: the name in the certificate, without a port.
  assert.equal(calls[0]?.authority, 'shop.test');
});

test('a call that fails over TLS came over no TLS, as far as the gauge goes', async (t) => {
  const { port } = await serveTls(t, {});

  const run = await askHealth(`127.0.0.1:${port}`, trusting);

  assert.deepEqual([run.code, run.ssl], [5, 0]);
  assert.deepEqual(tlsFacts(run.metrics), TLS_FACTS);
});

test('a certificate that is refused is told all the same, and is UNAVAILABLE', async (t) => {
  const { port, calls } = await serveTls(t);

  const run = await askHealth(`127.0.0.1:${port}`, { tls: true });

  assert.match(run.verdict, /^tls: certificate refused: /);
  assert.deepEqual([run.code, run.ssl, run.serving], [14, 0, undefined]);
  assert.deepEqual(
    tlsFacts(run.metrics),
    TLS_FACTS.filter((name) => !name.includes('chain_expiry')),
  );
  assert.deepEqual(calls, []);
});

test('the name in the certificate is that of tls_config, else that of the target', async (t) => {
  const { port, calls } = await serveTls(t);
  async function check(host: string, more: object, wanted: string): Promise<void> {
    const config = { tls: true, tls_config: { ca: root.pem, ...more } };
    const { verdict } = await askHealth(`${host}:${port}`, config, { network: localNetwork });
    assert.equal(verdict.replace(/.*want/, 'want'), wanted);
  }

  await check('127.0.0.1', {}, 'success');
  await check('[::1]', {}, 'success');
  await check('other.test', {}, 'want "other.test"');
  await check('other.test', { insecure_skip_verify: true }, 'success');
  await check('other.test', { server_name: 'shop.test' }, 'success');
  assert.deepEqual(
    calls.map(({ authority }) => authority),
    ['127.0.0.1', '[::1]', 'other.test', 'shop.test'],
  );
});

test('TLS on one side only is told for what it is', async (t) => {
  const { port: secure } = await serveTls(t);
  const { port: plain } = await serveHealth(t, { services: { '': 1 } });

  const onPlain = await askHealth(`127.0.0.1:${plain}`, trusting);
  const onSecure = await askHealth(`127.0.0.1:${secure}`);

  assert.match(onPlain.verdict, /^tls: .*what came is not TLS$/);
  assert.match(onSecure.verdict, /^reset: /);
  assert.deepEqual([onPlain.code, onSecure.code], [14, 14]);
});

test('a server that does not agree on HTTP/2 is not spoken to', async (t) => {
  const pair = { key: leaf.key, cert: leaf.pem };
  // It would answer all the same.
  const indifferent = await serve(
    t,
    createServer(pair, (socket) => {
      socket.on('error', () => {});
      const serving = body(Buffer.from([0, 0, 0, 0, 2, 8, 1]));
      const head = headers({ ':status': '200', 'content-type': 'application/grpc' }, 'more');
      socket.write(
        Buffer.concat([settings(), head, serving, headers({ 'grpc-status': '0' }, 'end')]),
      );
    }),
  );
  const refusing = await serve(t, createServer({ ...pair, ALPNProtocols: ['http/1.1'] }));

  const none = await askHealth(`127.0.0.1:${indifferent}`, trusting);
  const other = await askHealth(`127.0.0.1:${refusing}`, trusting);

  assert.match(none.verdict, /^protocol: .*ALPN/);
  assert.match(other.verdict, /^tls: .*no application protocol/);
  assert.deepEqual([none.code, other.code], [14, 14]);
});

test('a server that wants a certificate of ours gets it, or says what it lacks', async (t) => {
  const { port } = await serveHealth(t, {
    services: { '': 1 },
    tls: { ...leaf, clientCa: root.pem },
  });
  const ours = root.issue({ subject: [['CN', 'prober']] });
  const tls_config = { ca: root.pem, cert: ours.pem, key: ours.key };

  const known = await askHealth(`127.0.0.1:${port}`, { tls: true, tls_config });
  const unknown = await askHealth(`127.0.0.1:${port}`, trusting);

  assert.equal(known.verdict, 'success');
  assert.match(unknown.verdict, /^tls: /);
  assert.equal(unknown.code, 14);
});

test('a tls_config that cannot be used is found before anybody is asked', async (t) => {
  const target = await listen(t, () => assert.fail('nobody is asked'));
  const config = { tls: true, tls_config: { ca_file: '/nonexistent/ca.pem' } };

  const run = await askHealth(target, config);

  assert.match(run.verdict, /^internal: cannot read the file \/nonexistent\/ca\.pem/);
  assert.deepEqual(run.metrics, ['probe_grpc_status_code', 'probe_grpc_ssl']);
  assert.deepEqual([run.code, run.ssl], [0, 0]);
  assert.deepEqual(run.phases, ['resolve']);
});

test('a handshake that never ends runs into the deadline', async (t) => {
  const target = await listen(t, () => {});

  const run = await askHealth(target, trusting, { timeoutMs: 150 });

  assert.equal(run.verdict, 'timeout: no verdict within 0.15 s');
  assert.equal(run.code, 4);
});
