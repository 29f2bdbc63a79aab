import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { launch, serve, temporaryFile } from '../support/command.ts';
import { valueOf } from '../support/exporter.ts';
import { freshGet } from '../support/fresh-get.ts';
import { secureGet } from '../support/https-get.ts';
import { startNameServer } from '../support/name-server.ts';
import { cheapHash, webFolder } from '../support/web-config.ts';

const MODULES = 'modules: { launches: { prober: sidecar } }\n';

test('every worker keeps to the web config: TLS and passwords', async (t) => {
  const { pem, key } = selfSigned({ subject: [['CN', 'us']], names: ['127.0.0.1'] });
  const { file } = await webFolder(t, {
    'cert.pem': pem,
    'key.pem': key,
    'web.yml': `tls_server_config: { cert_file: cert.pem, key_file: key.pem }
basic_auth_users: { alice: '${cheapHash('wonderland')}' }
`,
  });
  const exporter = await serve(t, MODULES, '--workers=2', `--web.config.file=${file}`);

  const { url } = exporter;
  assert.match(url, /^https:/);
  const auth = 'alice:wonderland';
  // Connections are handed out in turn.
  for (const turn of [0, 1]) {
    const alice = await secureGet(`${url}-/healthy`, { ca: pem, auth });
    assert.equal(alice.text, 'Healthy', `turn ${turn}`);
  }
  for (const turn of [0, 1]) {
    assert.equal((await secureGet(`${url}-/healthy`, { ca: pem })).status, 401, `turn ${turn}`);
  }
  const { text } = await secureGet(`${url}metrics?scope=exporter`, { ca: pem, auth });
  for (const worker of [0, 1]) {
    const series = `synthetic_exporter_http_requests_total{route="/-/healthy",code="200",worker="${worker}"}`;
    assert.equal(valueOf(text, series), '1');
  }
  assert.equal((await exporter.stop()).code, 0);
});

test('workers serve at every address', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', MODULES);
  const places = ['--web.listen-address=127.0.0.1:0', '--web.listen-address=[::1]:0'];
  const args = ['serve', '--workers=2', `--config.file=${file}`, ...places];
  const exporter = await launch(t, args);

  const [, listed = ''] = /urls="([^"]+)"/.exec(await exporter.said('msg=listening')) ?? [];
  const urls = listed.split(' ');
  assert.equal(urls.length, 2);
  for (const url of urls) assert.equal((await freshGet(`${url}-/healthy`)).status, 200);
});

test('workers do not get each other’s datagrams', async (t) => {
  const { address } = await startNameServer(t, { 'A shop.example': ['127.0.0.1'] });
  const dns = 'query_name: shop.example, query_type: A, transport_protocol: udp';
  const config = `modules: { d: { prober: dns, timeout: 2s, dns: { ${dns}, source_ip_address: 127.0.0.1 } } }\n`;
  const { url } = await serve(t, config, '--workers=2');

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => freshGet(`${url}probe?module=d&target=${address}`)),
  );

  for (const { text } of answers) assert.equal(valueOf(text, 'probe_success'), '1');
});

test('the place where workers serve stays ours while one of them is replaced', async (t) => {
  const exporter = await serve(t, MODULES, '--workers=2');
  const said = await exporter.said('msg=listening');
  const pids = [...said.matchAll(/msg="worker started" worker=\d pid=(\d+)/g)].map(
    ([, pid]) => pid,
  );
  assert.equal(pids.length, 2);

  for (const pid of pids) process.kill(Number(pid), 'SIGKILL');

  assert.equal((await freshGet(`${exporter.url}-/healthy`)).status, 200);
});
