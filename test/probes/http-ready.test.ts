import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type TestContext, test } from 'node:test';
import { startWith } from '../support/exporter.ts';
import { get } from '../support/http-run.ts';
import { startProxy } from '../support/proxy.ts';
import { serve } from '../support/serve.ts';

interface Site {
  readonly url: string;
  readonly seen: readonly IncomingHttpHeaders[];
}

async function startSite(t: TestContext): Promise<Site> {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.end('ok');
  });
  return { url: `http://127.0.0.1:${await serve(t, server)}/`, seen };
}

test('settings that cannot work fail the run once the target is found, before it is asked', async (t) => {
  const site = await startSite(t);
  async function check(config: object, wanted: RegExp): Promise<void> {
    const { verdict, values, phase, phases } = await get(site.url, config);
    assert.match(verdict, wanted);
    assert.equal(values['probe_ip_protocol'], 4);
    assert.equal(phase, undefined);
    assert.deepEqual(phases, ['resolve']);
  }

  await check(
    { basic_auth: { password_ref: 'a' } },
    /^internal: basic_auth.password_ref refers to/,
  );
  await check({ tls_config: { ca_ref: 'a' } }, /^internal: tls_config.ca_ref refers to/);
  await check({ tls_config: { ca_file: '/nowhere' } }, /^internal: cannot read the file \/nowhere/);
  await check(
    { tls_config: { min_version: 'TLS13', max_version: 'TLS12' } },
    /^internal: tls_config.max_version is below min_version/,
  );
  await check({ method: 'G T' }, /^internal: the config sets the method "G T", want one of HTTP$/);
  assert.deepEqual(site.seen, []);
});

test('headers and bodies that cannot be made fail the run with all its phases', async (t) => {
  const site = await startSite(t);
  async function check(config: object, wanted: RegExp): Promise<void> {
    const { verdict, phases } = await get(site.url, config);
    assert.match(verdict, wanted);
    assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
  }
  const cannot = /^internal: the config sets a header that HTTP cannot carry$/;

  await check({ bearer_token_file: '/nowhere' }, /^internal: cannot read the file/);
  await check({ body_file: '/nowhere' }, /^internal: cannot read the file \/nowhere/);
  await check({ headers: { 'X Y': 'a' } }, cannot);
  await check({ headers: { 'X-Y': 'a\nb' } }, cannot);
  await check({ http_headers: { '': { values: ['a'] } } }, cannot);
  await check({ bearer_token: 'a\nb' }, /^internal: a secret for a header holds control/);
  assert.deepEqual(site.seen, []);
});

test('what a config says of a user counts to the letter', async (t) => {
  const site = await startSite(t);

  await get(site.url, { basic_auth: { username: ' a ', password: ' b ' } });
  await get(site.url, { authorization: { type: ' To ken ', credentials: 'b' } });
  await get(site.url, { authorization: { credentials: 'b' }, headers: { authorization: '' } });
  await get(site.url.replace('//', '//x:y@'), { basic_auth: { username: 'a' } });

  assert.deepEqual(
    site.seen.map(({ authorization }) => authorization),
    ['Basic IGEgOiBiIA==', 'To ken b', 'Bearer b', 'Basic eDp5'],
  );
});

test('the exporter’s environment names the proxy', async (t) => {
  const site = await startSite(t);
  const proxy = await startProxy(t);
  const environment = { http_proxy: `http://127.0.0.1:${proxy.port}` };
  const config = `modules:
  by_proxy:
    prober: http
    http: { proxy_from_environment: true, skip_resolve_phase_with_proxy: true }
`;
  const { url } = await startWith(t, config, { environment });
  const target = site.url.replace('127.0.0.1', 'shop.test');

  const response = await fetch(`${url}probe?module=by_proxy&target=${target}`);

  assert.match(await response.text(), /^probe_success 1$/m);
  assert.deepEqual(proxy.seen, [`GET ${target}`]);
});
