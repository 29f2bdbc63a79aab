import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { watchWebConfig } from '../../src/web/web-config.ts';
import { selfSigned } from '../support/certificates.ts';
import { webFolder } from '../support/web-config.ts';

const server = selfSigned({ subject: [['CN', 'server']], names: ['localhost'] });
const other = selfSigned({ subject: [['CN', 'other']], names: ['localhost'] });
const FILES = {
  'cert.pem': server.pem,
  'key.pem': server.key,
  'other.key': other.key,
  'ca.pem': other.pem,
  'empty.pem': '',
  'cut.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
};

/** What is wrong with a web config, without the folder. */
async function faults(t: TestContext, yaml: string): Promise<string> {
  const { file } = await webFolder(t, { ...FILES, 'web.yml': yaml });
  const config = watchWebConfig(file);
  try {
    await config.settings();
    await config.tls();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message.replaceAll(`${dirname(file)}/`, '');
  }
  return '';
}

test('says every fault of a file with its place and what was wanted', async (t) => {
  const check = async (yaml: string, ...wanted: readonly string[]) => {
    assert.equal(await faults(t, yaml), wanted.join('\n'), yaml);
  };
  const tls = (more: string) =>
    `tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n  ${more}\n`;

  await check(
    'tls_server_confg: {}\n',
    'web.yml:1:1: tls_server_confg: unknown key; did you mean "tls_server_config"?; known here: "basic_auth_users", "http_server_config", "rate_limit", "tls_server_config"',
  );
  await check('- a\n', 'web.yml:1:1: got a list of 1, want a mapping');
  await check('just words\n', 'web.yml:1:1: got "just words", want a mapping');
  await check(
    'basic_auth_users: {\n',
    'web.yml:2:1: Flow map in block collection must be sufficiently indented and end with a }',
  );
  await check(
    'basic_auth_users:\n  alice: wonderland\n  bob: 1234\n',
    'web.yml:2:10: basic_auth_users.alice: want a bcrypt hash, such as `htpasswd -nBC 10 ""` prints',
    'web.yml:3:8: basic_auth_users.bob: want a bcrypt hash, such as `htpasswd -nBC 10 ""` prints',
  );
  await check(
    'basic_auth_users:\n  alice:\n  bob: ~\n',
    'web.yml:2:3: basic_auth_users: got no bcrypt hash for the user "alice"',
    'web.yml:2:3: basic_auth_users: got no bcrypt hash for the user "bob"',
  );
  await check(
    'http_server_config:\n  headers:\n    Server: us\n    x-frame-options: deny\n    X-Frame-Options: DENY\n    X-Content-Type-Options: sniff\n    X-XSS-Protection: "a\\nb"\n',
    'web.yml:3:5: http_server_config.headers.Server: unknown key; known here: "Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection"',
    'web.yml:4:5: http_server_config.headers.x-frame-options: unknown key; did you mean "X-Frame-Options"?; known here: "Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection"',
    'web.yml:5:22: http_server_config.headers.X-Frame-Options: got "DENY", want one of "deny", "sameorigin"; did you mean "deny"?',
    'web.yml:6:29: http_server_config.headers.X-Content-Type-Options: got "sniff", want "nosniff"; did you mean "nosniff"?',
    'web.yml:7:23: http_server_config.headers.X-XSS-Protection: want text without line breaks',
  );
  await check(
    'rate_limit: { interval: 5, burst: some }\n',
    'web.yml:1:25: rate_limit.interval: got "5", want a duration such as "500ms", "5s" or "1m30s"',
    'web.yml:1:35: rate_limit.burst: got "some", want a number',
  );
  await check(
    'rate_limit: { interval: 1s }\n',
    'web.yml:1:13: rate_limit.burst: want at least 1: with 0 every request would be refused',
  );
  await check(
    'tls_server_config: { cert_file: "", key_file: key.pem }\n',
    'web.yml:1:20: tls_server_config: TLS needs a certificate: missing one of cert or cert_file',
  );
  await check(
    'tls_server_config: { client_auth_type: NoClientCert, key: "", key_file: }\n',
    'web.yml:1:20: tls_server_config: TLS needs a certificate: missing one of cert or cert_file',
    'web.yml:1:20: tls_server_config: TLS needs a private key: missing one of key or key_file',
  );
  await check(
    tls('client_ca_file: ca.pem'),
    'web.yml:4:19: tls_server_config.client_ca_file: of no use: client_auth_type says that no client is asked for a certificate',
  );
  await check(
    tls('client_auth_type: RequireAndVerify'),
    'web.yml:4:21: tls_server_config.client_auth_type: got "RequireAndVerify", want one of "NoClientCert", "RequestClientCert", "RequireAnyClientCert", "RequireClientCert", "VerifyClientCertIfGiven", "RequireAndVerifyClientCert"',
  );
  await check(
    tls('client_allowed_sans: [a.example]\n  client_auth_type: VerifyClientCertIfGiven'),
    'web.yml:4:24: tls_server_config.client_allowed_sans: want client_auth_type RequireAndVerifyClientCert or RequireAnyClientCert with it: otherwise a client may come without a certificate',
  );
  await check(
    tls('min_version: TLS13\n  max_version: TLS12'),
    'web.yml:5:16: tls_server_config.max_version: is below min_version',
  );
  await check(
    tls('min_version: SSL30'),
    'web.yml:4:16: tls_server_config.min_version: got "SSL30", want one of "TLS10", "TLS11", "TLS12", "TLS13"',
  );
  await check(
    tls('curve_preferences: [CurveP192]'),
    'web.yml:4:23: tls_server_config.curve_preferences.0: got "CurveP192", want one of "CurveP256", "CurveP384", "CurveP521", "X25519"; did you mean "CurveP256"?',
  );
  assert.match(
    await faults(t, tls('cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]')),
    /^web\.yml:4:19: tls_server_config\.cipher_suites\.0: got "TLS_RSA_WITH_RC4_128_SHA", want one of "TLS_AES_128_GCM_SHA256", /,
  );
  await check(
    tls('cipher_suites: [TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA]'),
    'web.yml:4:18: tls_server_config.cipher_suites: HTTP/2 wants TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 among them; or set http_server_config.http2 to false',
  );
});

test('says which of the files that it names is at fault', async (t) => {
  const check = async (block: string, wanted: string) => {
    assert.equal(await faults(t, `tls_server_config: { ${block} }\n`), wanted, block);
  };
  const missing = (name: string) =>
    `cannot read the file ${name}: ENOENT: no such file or directory, open '${name}'`;

  await check(
    'cert_file: nowhere.pem, key_file: nowhere.key',
    `web.yml:1:33: tls_server_config.cert_file: ${missing('nowhere.pem')}\nweb.yml:1:56: tls_server_config.key_file: ${missing('nowhere.key')}`,
  );
  await check(
    'cert_file: cert.pem, key_file: other.key',
    'web.yml:1:53: tls_server_config.key_file: no private key in PEM of this certificate: key values mismatch',
  );
  await check(
    'cert_file: empty.pem, key_file: key.pem',
    'web.yml:1:33: tls_server_config.cert_file: no certificate in PEM: it is empty',
  );
  await check(
    'cert_file: cert.pem, key: "secret"',
    'web.yml:1:48: tls_server_config.key: no private key in PEM of this certificate: unsupported',
  );
  await check(
    'cert_file: cert.pem, key_file: key.pem, client_auth_type: RequireAndVerifyClientCert, client_ca_file: empty.pem',
    'web.yml:1:124: tls_server_config.client_ca_file: no certificate in PEM, so no client could pass',
  );
  await check(
    'cert_file: cert.pem, key_file: key.pem, client_auth_type: RequireAndVerifyClientCert, client_ca_file: cut.pem',
    'web.yml:1:124: tls_server_config.client_ca_file: certificate 1 cannot be read',
  );
});

test('a file that is not there is an error that names it, until it is there', async (t) => {
  const { file, write } = await webFolder(t, {});
  const config = watchWebConfig(file);

  await assert.rejects(config.settings(), {
    message: new RegExp(`^${file}: cannot be read: ENOENT`),
  });
  await write({ 'web.yml': '' });
  await config.settings();
});

test('the sample of the documentation is good', async (t) => {
  const page = await readFile(new URL('../../docs/web-config.md', import.meta.url), 'utf8');
  const [, sample = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const { file } = await webFolder(t, { 'web.yml': sample });

  const { tls, headers, users, rate } = await watchWebConfig(file).settings();

  assert.equal(tls?.cert.file, join(dirname(file), 'server.crt'));
  assert.deepEqual([headers.size, users.size, rate], [5, 1, { intervalMs: 100, burst: 50 }]);
});

test('what is left out or left empty has the defaults', async (t) => {
  const check = async (yaml: string) => {
    const { file } = await webFolder(t, { 'web.yml': yaml });
    assert.deepEqual(await watchWebConfig(file).settings(), {
      tls: undefined,
      http2: true,
      headers: new Map(),
      users: new Map(),
      rate: undefined,
    });
  };

  await check('');
  await check('# nothing\n');
  await check('{}\n');
  await check('tls_server_config:\nhttp_server_config:\nrate_limit:\nbasic_auth_users:\n');
  await check('tls_server_config: { cert_file: "", key: "", client_auth_type: "" }\n');
  await check('tls_server_config: { min_version: TLS13, cipher_suites: [], client_ca: }\n');
  await check('http_server_config: { http2: yes, headers: }\nrate_limit: { burst: 5 }\n');
});

test('Go names become what OpenSSL knows; the suites of TLS 1.3 are always there', async (t) => {
  const { file } = await webFolder(t, {
    ...FILES,
    'web.yml': `tls_server_config:
  cert_file: cert.pem
  key_file: key.pem
  min_version: TLS10
  max_version: TLS12
  prefer_server_cipher_suites: false
  curve_preferences: [X25519, CurveP521]
  cipher_suites:
    - TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    - TLS_AES_128_GCM_SHA256
    - TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
`,
  });

  const { tls } = await watchWebConfig(file).settings();

  assert.deepEqual(tls?.options, {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.2',
    ciphers:
      'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:@SECLEVEL=0',
    honorCipherOrder: false,
    ecdhCurve: 'X25519:P-521',
  });
});
