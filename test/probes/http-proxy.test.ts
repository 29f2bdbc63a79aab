import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createNetServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { failure } from '../../src/failure.ts';
import type { Network } from '../../src/net/network.ts';
import { environmentProxies } from '../../src/net/proxy/environment.ts';
import { selfSigned } from '../support/certificates.ts';
import { get, type HttpRun } from '../support/http-run.ts';
import { startProxy } from '../support/proxy.ts';
import { serve } from '../support/serve.ts';
import { startSocks } from '../support/socks.ts';

const root = selfSigned({ subject: [['CN', 'Root']], authority: true });
const shop = root.issue({ subject: [['CN', 'shop']], names: ['shop.test'] });
const gate = root.issue({ subject: [['CN', 'gate']], names: ['127.0.0.1', 'gate.test'] });
const trusting = { tls_config: { ca: root.pem } };
const BASIC = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;

async function serveHttp(t: TestContext): Promise<number> {
  const server = createServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { Location: `http://b.test:${port}/` });
    response.end(`${request.headers.host} ${request.headers['proxy-authorization'] ?? ''}`);
  });
  const port = await serve(t, server);
  return port;
}

async function serveHttps(t: TestContext): Promise<number> {
  const pair = { key: shop.key, cert: shop.pem };
  const server = createSecureServer({ ...pair, allowHTTP1: true }, (_request, response) =>
    response.end('hello'),
  );
  return serve(t, server);
}

function subject({ values }: HttpRun): string | undefined {
  const facts = Object.keys(values).find((name) => name.startsWith('probe_ssl_last_chain_info'));
  return /"subject":"([^"]*)"/.exec(facts ?? '')?.[1];
}

test('a proxy is told whole URLs of HTTP, with the name that it puts into the Host header', async (t) => {
  const port = await serveHttp(t);
  const proxy = await startProxy(t, { wants: BASIC });
  const proxy_url = `http://me:s3cret@127.0.0.1:${proxy.port}`;

  const { verdict, values, phases, log } = await get(`http://shop.test:${port}/x?y=z`, {
    proxy_url,
    fail_if_body_not_matches_regexp: [`^shop.test:${port} $`],
  });

  assert.equal(verdict, 'success');
  assert.deepEqual(proxy.seen, [`GET http://shop.test:${port}/x?y=z`]);
  assert.equal(values['probe_http_ssl'], 0);
  assert.equal(values['probe_ip_protocol'], 4);
  assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
  assert.ok(
    log.includes(`GET shop.test:${port}/x?y=z at 127.0.0.1 by the proxy 127.0.0.1:${proxy.port}`),
  );
});

test('a proxy opens a tunnel for HTTPS, to the address that was looked up', async (t) => {
  const port = await serveHttps(t);
  const proxy = await startProxy(t, { wants: BASIC });

  const run = await get(`https://shop.test:${port}/`, {
    ...trusting,
    proxy_url: `http://me:s3cret@127.0.0.1:${proxy.port}`,
    proxy_connect_header: { 'X-One': ['a', 'b\nc'], Host: ['no'], 'no name': ['no'] },
    valid_http_versions: ['HTTP/2.0'],
  });

  assert.equal(run.verdict, 'success');
  assert.deepEqual(proxy.seen, [`CONNECT 127.0.0.1:${port}`]);
  assert.equal(proxy.headers[0]?.['x-one'], 'a, b c');
  assert.equal(proxy.headers[0]?.host, `127.0.0.1:${port}`);
  assert.match(proxy.headers[0]?.['user-agent'] ?? '', /^synthetic-exporter\//);
  assert.equal(subject(run), 'CN=shop');
});

test('the headers for CONNECT are for CONNECT only', async (t) => {
  const port = await serveHttp(t);
  const proxy = await startProxy(t);
  const proxy_url = `http://127.0.0.1:${proxy.port}`;

  await get(`http://shop.test:${port}/`, { proxy_url, proxy_connect_header: { 'X-One': ['a'] } });

  assert.equal(proxy.headers[0]?.['x-one'], undefined);
});

test('without the phase resolve, a proxy looks names up', async (t) => {
  const [http, https] = [await serveHttp(t), await serveHttps(t)];
  const proxy = await startProxy(t);
  const socks = await startSocks(t);
  const network: Network = {
    resolve: async (name) => {
      if (name === '127.0.0.1') return [{ address: name, family: 4 }];
      throw failure('resolve', `no such name: ${name}`);
    },
    permit: () => {},
  };
  const setting = { ...trusting, skip_resolve_phase_with_proxy: true };
  const byHttp = { ...setting, proxy_url: `http://127.0.0.1:${proxy.port}` };
  const bySocks = { ...setting, proxy_url: `socks5://127.0.0.1:${socks.port}` };

  const one = await get(`http://shop.test:${http}/`, byHttp, { network });
  const two = await get(`https://shop.test:${https}/`, byHttp, { network });
  const three = await get(`https://shop.test:${https}/`, bySocks, { network });
  const away = await get(`http://shop.test:${http}/away`, byHttp, { network });
  const past = await get(`http://shop.test:${http}/`, { ...byHttp, no_proxy: 'test' }, { network });

  for (const { verdict, phases, values } of [one, two, three]) {
    assert.equal(verdict, 'success');
    assert.deepEqual(phases, ['connect', 'tls', 'processing', 'transfer']);
    assert.equal(values['probe_dns_lookup_time_seconds'], undefined);
    assert.equal(values['probe_ip_protocol'], undefined);
  }
  assert.equal(away.verdict, 'success');
  assert.equal(away.phases.includes('resolve'), true);
  assert.equal(past.verdict, 'resolve: no such name: shop.test');
  assert.deepEqual(past.phases, ['connect', 'tls', 'processing', 'transfer']);
  assert.deepEqual(proxy.seen, [
    `GET http://shop.test:${http}/`,
    `CONNECT shop.test:${https}`,
    `GET http://shop.test:${http}/away`,
    `GET http://b.test:${http}/`,
  ]);
  assert.deepEqual(socks.seen, [`shop.test:${https}`]);
});

test('SOCKS 5 takes everything to the address, with a password if it wants one', async (t) => {
  const [http, https] = [await serveHttp(t), await serveHttps(t)];
  const open = await startSocks(t);
  const closed = await startSocks(t, { wants: 'me:s3cret' });

  const one = await get(`http://shop.test:${http}/`, {
    proxy_url: `socks5://127.0.0.1:${open.port}`,
    fail_if_body_not_matches_regexp: [`^shop.test:${http} $`],
  });
  const two = await get(`https://shop.test:${https}/`, {
    ...trusting,
    proxy_url: `socks5h://me:s3cret@127.0.0.1:${closed.port}`,
  });

  assert.equal(one.verdict, 'success');
  assert.equal(two.verdict, 'success');
  assert.deepEqual(open.seen, [`127.0.0.1:${http}`]);
  assert.deepEqual(closed.seen, [`127.0.0.1:${https}`]);
});

test('a proxy may itself speak TLS, with a certificate in its own name', async (t) => {
  const [http, https] = [await serveHttp(t), await serveHttps(t)];
  const proxy = await startProxy(t, { pair: { key: gate.key, cert: gate.pem } });
  const proxy_url = `https://127.0.0.1:${proxy.port}`;
  const named = (server_name: string): object => ({ tls_config: { ca: root.pem, server_name } });

  const forwarded = await get(`http://shop.test:${http}/`, { ...trusting, proxy_url });
  const tunnelled = await get(`https://shop.test:${https}/`, { ...trusting, proxy_url });
  const strange = await get(`https://shop.test:${https}/`, { proxy_url });
  const gateway = await get(`http://shop.test:${http}/`, { ...named('gate.test'), proxy_url });
  const other = await get(`http://shop.test:${http}/`, { ...named('x.test'), proxy_url });

  assert.equal(forwarded.verdict, 'success');
  assert.equal(forwarded.values['probe_http_ssl'], 1);
  assert.equal(subject(forwarded), 'CN=gate');
  assert.equal(tunnelled.verdict, 'success');
  assert.equal(subject(tunnelled), 'CN=shop');
  assert.match(strange.verdict, /^tls: the proxy 127.0.0.1:\d+: certificate refused: no trusted/);
  assert.equal(gateway.verdict, 'success');
  assert.match(other.verdict, /^tls: the proxy .* want "x.test"$/);
});

test('a proxy that does not do its part is named, and says nothing about the target', async (t) => {
  const port = await serveHttps(t);
  const target = `https://shop.test:${port}/`;
  async function check(proxy_url: string, wanted: RegExp, ownTrouble: boolean): Promise<void> {
    const { verdict, phase, result } = await get(target, { ...trusting, proxy_url });
    assert.match(verdict.replace(/127.0.0.1:\d+/g, '…'), wanted);
    assert.equal(phase, 'connect');
    assert.equal(result.outcome === 'failure' && result.ownTrouble, ownTrouble);
  }
  const says = async (says: string): Promise<string> =>
    `http://127.0.0.1:${(await startProxy(t, { says })).port}`;
  const mute = await serve(
    t,
    createNetServer((socket) => socket.destroy()),
  );
  const wanting = await startProxy(t, { wants: BASIC });
  const code = async (code: number): Promise<string> =>
    `socks5://127.0.0.1:${(await startSocks(t, { code })).port}`;
  const guarded = await startSocks(t, { wants: 'me:s3cret' });

  await check('http://127.0.0.1:1', /^refused: the proxy …: connect ECONNREFUSED …$/, true);
  await check(
    await says('HTTP/1.1 503 Service Unavailable\r\n\r\n'),
    /^refused: the proxy …: refused the tunnel to …: 503 Service Unavailable$/,
    false,
  );
  await check(
    await says('HTTP/1.1 403 No\r\nX: y\r\n\r\n'),
    /^refused: the proxy …: refused the tunnel to …: 403 No$/,
    true,
  );
  await check(
    `http://me:no@127.0.0.1:${wanting.port}`,
    /^refused: the proxy …: refused the tunnel to …: 407 Proxy Authentication Required$/,
    true,
  );
  await check(await says('SSH-2.0\r\n\r\n'), /^protocol: the proxy …: got "SSH-2.0", want/, false);
  await check(await says('HTTP/1.1 100 Wait\r\n\r\n'), /^reset: the proxy …: closed before/, false);
  await check(
    await says(`HTTP/1.1 200 ${'x'.repeat(70_000)}`),
    /^protocol: the proxy …: got no line end within 65536 bytes$/,
    false,
  );
  await check(
    await says(`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(20_000)}`),
    /^protocol: the proxy …: got (?:a head of more than 65536 bytes|no line end within)/,
    false,
  );
  await check(`http://127.0.0.1:${mute}`, /^reset: /, false);
  await check(`socks5://127.0.0.1:${mute}`, /^reset: /, false);
  await check(await code(5), /^refused: the proxy …: did not reach …: connection refused$/, false);
  await check(await code(4), /^unreachable: the proxy …: did not reach …: host unr/, false);
  await check(await code(2), /^refused: the proxy …: did not reach …: not allowed by/, true);
  await check(await code(99), /^refused: the proxy …: did not reach …: code 99$/, true);
  await check(
    `socks5://127.0.0.1:${guarded.port}`,
    /^refused: the proxy …: wants a user and a password$/,
    true,
  );
  await check(
    `socks5://me:no@127.0.0.1:${guarded.port}`,
    /^refused: the proxy …: refused the user and the password$/,
    true,
  );
});

test('time runs out with a proxy that says nothing', async (t) => {
  const mute = await serve(
    t,
    createNetServer(() => {}),
  );
  for (const scheme of ['http', 'https', 'socks5']) {
    const proxy_url = `${scheme}://127.0.0.1:${mute}`;

    const { verdict, phase } = await get('https://shop.test/', { proxy_url }, { timeoutMs: 200 });

    assert.match(verdict, /^timeout: /);
    assert.equal(phase, 'connect');
  }
});

test('the environment is asked only by those who are told to', async (t) => {
  const port = await serveHttp(t);
  const proxy = await startProxy(t);
  const network: Network = {
    resolve: async (name) => [
      { address: name === 'far.test' ? '10.9.9.9' : '127.0.0.1', family: 4 },
    ],
    permit: () => {},
    proxies: environmentProxies({ HTTP_PROXY: `127.0.0.1:${proxy.port}` }),
  };
  const config = { proxy_from_environment: true };

  const far = await get(`http://far.test:${port}/`, config, { network });
  const near = await get(`http://near.test:${port}/`, config, { network });
  const untold = await get(`http://near.test:${port}/`, {}, { network });

  assert.deepEqual([far.verdict, near.verdict, untold.verdict], ['success', 'success', 'success']);
  assert.deepEqual(proxy.seen, [`GET http://far.test:${port}/`]);
});

test('a redirect finds its own way: past the proxy, or by it', async (t) => {
  const port = await serveHttp(t);
  const proxy = await startProxy(t);
  const network: Network = {
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    permit: () => {},
  };
  const proxy_url = `http://me:s3cret@127.0.0.1:${proxy.port}`;
  const config = { proxy_url, bearer_token: 'mine' };

  const { verdict, values } = await get(`http://a.test:${port}/away`, config, { network });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_redirects'], 1);
  assert.deepEqual(proxy.seen, [`GET http://a.test:${port}/away`, `GET http://b.test:${port}/`]);
  assert.deepEqual(
    proxy.headers.map((headers) => [headers.authorization, headers['proxy-authorization']]),
    [
      ['Bearer mine', BASIC],
      [undefined, BASIC],
    ],
  );
});

test('the guard has its say on whatever a proxy is told, and none on the proxy', async (t) => {
  const port = await serveHttp(t);
  const proxy = await startProxy(t);
  const network: Network = {
    async resolve(name) {
      const known: Record<string, string> = { 'bad.test': '10.6.6.6', 'good.test': '10.1.1.1' };
      return [{ address: known[name] ?? name, family: 4 }];
    },
    permit(address) {
      if (/^(10\.6\.|127\.)/.test(address)) throw failure('blocked', `no ${address}`);
    },
  };
  const proxy_url = `http://127.0.0.1:${proxy.port}`;
  const skipping = { proxy_url, skip_resolve_phase_with_proxy: true };
  async function check(target: string, config: object, wanted: string): Promise<void> {
    const { verdict } = await get(target, config, { network });
    assert.equal(verdict, wanted, target);
  }

  await check(`http://good.test:${port}/`, { proxy_url }, 'success');
  await check('http://bad.test/', { proxy_url }, 'blocked: no 10.6.6.6');
  await check('https://bad.test/', { proxy_url }, 'blocked: no 10.6.6.6');
  const host = (Host: string): object => ({ proxy_url, headers: { Host } });
  await check('http://good.test/', host('bad.test:80'), 'blocked: no 10.6.6.6');
  await check('http://good.test/', host('[10.6.6.7]'), 'blocked: no 10.6.6.7');
  await check('http://10.6.6.6/', skipping, 'blocked: no 10.6.6.6');
  await check('http://168166918/', skipping, 'blocked: no 10.6.6.6');
  await check('http://0xa.6.6.6./', skipping, 'blocked: no 10.6.6.6');
  await check(`http://bad.test:${port}/`, skipping, 'success');
  await check(
    `http://good.test:${port}/`,
    { ...skipping, headers: { Host: '10.6.6.6' } },
    'blocked: no 10.6.6.6',
  );
});

test('a proxy of several addresses is reached at the one that answers', async (t) => {
  const port = await serveHttp(t);
  const proxy = await startProxy(t);
  const network: Network = {
    resolve: async (name) =>
      name === 'proxy.test'
        ? [
            { address: '::1', family: 6 },
            { address: '127.0.0.1', family: 4 },
          ]
        : [{ address: '127.0.0.1', family: 4 }],
    permit: () => {},
  };
  const proxy_url = `http://proxy.test:${proxy.port}`;

  const { verdict } = await get(`http://shop.test:${port}/`, { proxy_url }, { network });

  assert.equal(verdict, 'success');
});
