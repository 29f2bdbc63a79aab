import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { type TestContext, test } from 'node:test';
import { type Issued, selfSigned } from '../support/certificates.ts';
import { startWith } from '../support/exporter.ts';
import { secureGet } from '../support/https-get.ts';
import { webFolder } from '../support/web-config.ts';

const MODULES = 'modules: { launches: { prober: sidecar } }\n';
const server = selfSigned({ subject: [['CN', 'server']], names: ['127.0.0.1'], authority: true });
const authority = selfSigned({ subject: [['CN', 'our authority']], authority: true });
const known = authority.issue({
  subject: [['CN', 'prometheus.example']],
  names: [
    'scraper.example',
    'ops@example.org',
    '192.0.2.7',
    '2001:db8::7',
    'spiffe://example.org/prometheus',
  ],
});
const nameless = authority.issue({ subject: [['CN', 'scraper.example']] });
const expired = authority.issue({
  subject: [['CN', 'late']],
  names: ['scraper.example'],
  notAfter: new Date(Date.now() - 3_600_000),
});
const stranger = selfSigned({ subject: [['CN', 'stranger']], names: ['scraper.example'] });

async function start(t: TestContext, rules: string) {
  const text = (rules: string) =>
    `tls_server_config: { cert_file: cert.pem, key_file: key.pem, ${rules} }\n`;
  const folder = await webFolder(t, {
    'web.yml': text(rules),
    'cert.pem': server.pem,
    'key.pem': server.key,
    'ca.pem': authority.pem,
    'known.pem': known.pem,
  });
  const exporter = await startWith(t, MODULES, { webConfigFile: folder.file });
  return { ...exporter, change: (rules: string) => folder.write({ 'web.yml': text(rules) }) };
}

async function asks(url: string, client: Issued | undefined): Promise<string> {
  const own = client && { cert: client.pem, key: client.key };
  try {
    return String((await secureGet(`${url}-/healthy`, { ca: server.pem, ...own })).status);
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error);
    return String(error.code);
  }
}

test('a resumed session is judged like a new one, and by the rules of today', async (t) => {
  const rules = 'client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem';
  const { url, change } = await start(t, `${rules}, client_allowed_sans: [scraper.example]`);
  const agent = new Agent({ keepAlive: false, ca: server.pem, cert: known.pem, key: known.key });
  const ask = async () => {
    const { status, resumed } = await secureGet(url, { agent });
    return { status, resumed };
  };

  assert.deepEqual(await ask(), { status: 200, resumed: false });
  assert.deepEqual(await ask(), { status: 200, resumed: true });
  await change(`${rules}, client_allowed_sans: [other.example]`);
  await assert.rejects(ask(), { code: NO });
});

const CLIENTS = [undefined, known, nameless, expired, stranger];
const OPEN = ['200', '200', '200', '200', '200'];
const NO = 'ECONNRESET';

test('client_auth_type decides who gets in', async (t) => {
  const { url, change } = await start(t, 'client_auth_type: NoClientCert');
  const check = async (rules: string, wanted: readonly string[]) => {
    await change(rules);
    const got = [];
    for (const client of CLIENTS) got.push(await asks(url, client));
    assert.deepEqual(got, wanted, rules);
  };
  const ca = 'client_ca_file: ca.pem';

  await check('client_auth_type: NoClientCert', OPEN);
  await check(`client_auth_type: RequestClientCert, ${ca}`, OPEN);
  await check('client_auth_type: RequireAnyClientCert', [NO, '200', '200', '200', '200']);
  await check('client_auth_type: RequireClientCert', [NO, '200', '200', '200', '200']);
  await check(`client_auth_type: VerifyClientCertIfGiven, ${ca}`, ['200', '200', '200', NO, NO]);
  await check(`client_auth_type: RequireAndVerifyClientCert, ${ca}`, [NO, '200', '200', NO, NO]);
  await check(
    `client_auth_type: RequireAndVerifyClientCert, client_ca: ${JSON.stringify(stranger.pem)}`,
    [NO, NO, NO, NO, '200'],
  );
  // A certificate that is no authority is trusted by itself, as in Go.
  await check('client_auth_type: RequireAndVerifyClientCert, client_ca_file: known.pem', [
    NO,
    '200',
    NO,
    NO,
    NO,
  ]);
  // Without an authority of our own it is those of the system that count.
  await check('client_auth_type: RequireAndVerifyClientCert', [NO, NO, NO, NO, NO]);
  await check('client_auth_type: NoClientCert', OPEN);
});

test('client_allowed_sans lets in only who has one of these names, letter by letter', async (t) => {
  const { url, change, log } = await start(t, 'client_auth_type: NoClientCert');
  const check = async (names: string, client: Issued | undefined, wanted: string) => {
    await change(
      `client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.pem, client_allowed_sans: [${names}]`,
    );
    assert.equal(await asks(url, client), wanted, names);
  };

  await check('scraper.example', known, '200');
  await check('other.example, ops@example.org', known, '200');
  await check("'192.0.2.7'", known, '200');
  await check("'2001:db8::7'", known, '200');
  await check("'spiffe://example.org/prometheus'", known, '200');
  await check('Scraper.example', known, NO);
  await check("'*.example'", known, NO);
  await check('prometheus.example', known, NO);
  await check('scraper.example', nameless, NO);
  await check('scraper.example', stranger, NO);
  await check('scraper.example', undefined, NO);
  assert.ok(log.some((line) => /client refused.*none of the names/.test(line)));
  assert.ok(log.some((line) => /client refused.*does not hold: \w+/.test(line)));
  assert.ok(log.some((line) => /client refused.*shows no certificate/.test(line)));
});
