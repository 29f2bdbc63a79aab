import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { failure } from '../../src/failure.ts';
import type { Address } from '../../src/net/network.ts';
import { temporaryFile } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { get } from '../support/http-run.ts';
import { startProxy } from '../support/proxy.ts';
import { listenUntilEnd, serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';

interface Shop {
  readonly port: number;
  /** `METHOD host/path`, in order. */
  readonly asked: readonly string[];
  readonly requests: readonly IncomingMessage[];
}

/** Redirects by path: `/302/x` leads to what `places` says of x, everything else is the end. */
async function redirecting(
  t: TestContext,
  places: (port: number) => Record<string, string>,
): Promise<Shop> {
  const asked: string[] = [];
  const requests: IncomingMessage[] = [];
  let port = 0;
  const listener: RequestListener = (request, response) => {
    const { method, url = '', headers } = request;
    asked.push(`${method} ${headers.host?.replace(/:\d+$/, '')}${url}`);
    requests.push(request);
    const [, status, name = ''] = /^\/(3\d\d)\/(.*)$/.exec(url) ?? [];
    if (status !== undefined) response.statusCode = Number(status);
    const location = places(port)[name];
    if (location !== undefined) response.setHeader('Location', location);
    if (name === 'one') response.setHeader('Set-Cookie', 'a=1; Path=/');
    if (name === 'odd')
      response.setHeader('Set-Cookie', [
        `a=${' '.repeat(200_000)}\xff`,
        'b=\t"2 3" ; Path=/',
        '=4',
      ]);
    if (name === 'cookie')
      response.setHeader('Set-Cookie', [
        'a=1; Path=/',
        'b=2; Domain=shop.test',
        'c=3; Domain=other.test',
        'd=4; Max-Age=0',
      ]);
    request.resume();
    request.on('end', () => response.end(status === undefined ? 'the end' : 'moved'));
  };
  port = await serve(t, createServer(listener));
  return { port, asked, requests };
}

test('follows redirects, relative and absolute, and sums them up', async (t) => {
  const { port, asked } = await redirecting(t, (port) => ({
    a: '/302/b?x=1',
    'b?x=1': `http://other.test:${port}/end`,
  }));

  const { verdict, values, phases } = await get(`http://shop.test:${port}/301/a`);

  assert.equal(verdict, 'success');
  assert.deepEqual(asked, ['GET shop.test/301/a', 'GET shop.test/302/b?x=1', 'GET other.test/end']);
  assert.equal(values['probe_http_redirects'], 2);
  assert.equal(values['probe_http_status_code'], 200);
  assert.equal(values['probe_http_uncompressed_body_length'], 7);
  assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
});

test('a redirect that is not followed is judged as it is, with its body', async (t) => {
  const { port, asked } = await redirecting(t, () => ({ a: '/end' }));
  const url = `http://shop.test:${port}/302/a`;

  const { verdict, values } = await get(url, {
    follow_redirects: false,
    valid_status_codes: [302],
    fail_if_body_not_matches_regexp: ['moved'],
  });
  const old = await get(url, { no_follow_redirects: true });
  const followed = await get(url, { no_follow_redirects: false, follow_redirects: false });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_redirects'], 1);
  assert.equal(values['probe_http_status_code'], 302);
  assert.equal(old.verdict, 'status: got 302 to "/end", want 2xx');
  assert.equal(followed.verdict, 'success');
  assert.deepEqual(asked.slice(0, 2), ['GET shop.test/302/a', 'GET shop.test/302/a']);
});

test('the eleventh redirect is where it ends', async (t) => {
  const { port, asked } = await redirecting(t, () => ({ round: '/302/round' }));

  const { verdict, values } = await get(`http://shop.test:${port}/302/round`);

  assert.equal(verdict, 'status: got 302 to "/302/round", want 2xx');
  assert.equal(values['probe_http_redirects'], 11);
  assert.equal(values['probe_http_status_code'], 302);
  assert.equal(asked.length, 11);
});

test('keeps or drops method and body as the status says', async (t) => {
  const { port, requests } = await redirecting(t, () => ({ a: '/end' }));
  async function check(status: number, method: string, wanted: string): Promise<void> {
    const headers = { 'Content-Type': 'text/plain', 'X-Kept': 'yes' };
    await get(`http://shop.test:${port}/${status}/a`, { method, body: 'abc', headers });
    const last = requests.at(-1);
    const { 'content-length': length = 'no', 'content-type': type = 'no' } = last?.headers ?? {};
    assert.equal(`${last?.method} ${length} ${type}`, wanted);
    assert.equal(last?.headers['x-kept'], 'yes');
  }

  await check(301, 'POST', 'GET no no');
  await check(302, 'PUT', 'GET no no');
  await check(303, 'POST', 'GET no no');
  await check(302, 'HEAD', 'HEAD no no');
  await check(307, 'POST', 'POST 3 text/plain');
  await check(308, 'PUT', 'PUT 3 text/plain');
});

test('a redirect without a Location is an answer', async (t) => {
  const { port } = await redirecting(t, () => ({}));

  const { verdict, values } = await get(`http://shop.test:${port}/304/x`);

  assert.equal(verdict, 'status: got 304, want 2xx');
  assert.equal(values['probe_http_redirects'], 0);
});

test('a file is not sent again: a redirect that asks for that is an answer', async (t) => {
  const { port, asked } = await redirecting(t, () => ({ a: '/307/b', b: '/end' }));
  const body_file = await temporaryFile(t, 'body', 'abc');
  async function check(path: string, wanted: string, redirects: number): Promise<void> {
    const { verdict, values } = await get(`http://shop.test:${port}${path}`, { body_file });
    assert.equal(verdict, wanted);
    assert.equal(values['probe_http_redirects'], redirects);
  }

  await check('/307/b', 'status: got 307 to "/end", want 2xx', 0);
  await check('/308/b', 'status: got 308 to "/end", want 2xx', 0);
  await check('/302/b', 'success', 1);
  // Not even where the request goes on without it.
  await check('/302/a', 'status: got 307 to "/end", want 2xx', 1);
  assert.equal(asked.length, 6);
});

test('credentials stay with the host that they are for, and do not come back', async (t) => {
  const { port, requests } = await redirecting(t, (port) => ({
    same: `http://shop.test:${port}/302/other`,
    other: `http://other.test:${port}/302/back`,
    back: `http://shop.test:${port}/end`,
  }));

  await get(`http://shop.test:${port}/302/same`, {
    basic_auth: { username: 'u', password: 'p' },
    headers: { Cookie: 'mine=1', 'X-Open': 'yes' },
    http_headers: { 'X-Key': { secrets: ['k'] } },
  });

  const shown = requests.map(({ headers }) =>
    [headers.authorization, headers.cookie, headers['x-key'], headers['x-open']]
      .map(String)
      .join(' '),
  );
  assert.deepEqual(shown, [
    'Basic dTpw mine=1 k yes',
    'Basic dTpw mine=1 k yes',
    'undefined undefined undefined yes',
    'undefined undefined undefined yes',
  ]);
});

test('a Host header is for the first host alone', async (t) => {
  const { port, asked } = await redirecting(t, (port) => ({
    a: '/302/b',
    b: `http://other.test:${port}/end`,
  }));

  await get(`http://127.0.0.1:${port}/302/a`, { headers: { Host: 'shop.test' } });

  assert.deepEqual(asked, ['GET shop.test/302/a', 'GET shop.test/302/b', 'GET other.test/end']);
});

test('carries cookies on, to those whom they are for', async (t) => {
  const { port, requests } = await redirecting(t, (port) => ({
    cookie: '/302/there',
    there: `http://www.shop.test:${port}/302/away`,
    away: `http://elsewhere.test:${port}/end`,
  }));

  await get(`http://shop.test:${port}/302/cookie`, { headers: { Cookie: 'mine=1' } });

  assert.deepEqual(
    requests.map(({ headers }) => headers.cookie),
    ['mine=1', 'mine=1; b=2; a=1', 'b=2', undefined],
  );
});

test('says where it came from', async (t) => {
  const { port, requests } = await redirecting(t, () => ({ a: '/end' }));

  await get(`http://user:secret@shop.test:${port}/302/a`);

  assert.deepEqual(
    requests.map(({ headers }) => headers.referer),
    [undefined, `http://shop.test:${port}/302/a`],
  );
});

test('asks the guard at each hop', async (t) => {
  const { port, asked } = await redirecting(t, () => ({ a: 'http://169.254.169.254/latest' }));
  const network = {
    resolve: async (name: string) => [
      { address: name === 'shop.test' ? '127.0.0.1' : name, family: 4 as const },
    ],
    permit(address: string) {
      if (address.startsWith('169.254.')) throw failure('blocked', `${address} is denied`);
    },
  };

  const run = await get(`http://shop.test:${port}/302/a`, {}, { network });

  assert.equal(run.verdict, 'blocked: 169.254.169.254 is denied');
  assert.equal(run.values['probe_http_redirects'], 1);
  assert.equal(run.values['probe_http_status_code'], 0);
  assert.equal(run.result.outcome === 'failure' && run.result.refusedByGuard, false);
  assert.equal(asked.length, 1);
});

test('a redirect to nowhere is not HTTP', async (t) => {
  const { port } = await redirecting(t, () => ({
    file: 'file:///etc/passwd',
    bad: 'http://[::1',
    gopher: 'gopher://shop.test/',
  }));
  const check = async (name: string, wanted: string, redirects: number): Promise<void> => {
    const { verdict, values } = await get(`http://shop.test:${port}/302/${name}`);
    assert.equal(verdict, `protocol: got a redirect to ${wanted}`);
    assert.equal(values['probe_http_status_code'], 0);
    assert.equal(values['probe_http_redirects'], redirects);
  };

  await check('file', '"file:///etc/passwd": its scheme is not http: or https:', 1);
  await check('bad', '"http://[::1": a bracket in it is amiss', 0);
  await check('gopher', '"gopher://shop.test/": its scheme is not http: or https:', 1);
});

test('looks a new name up, in the phase for that', async (t) => {
  const { port } = await redirecting(t, () => ({ a: 'http://nowhere.test/' }));
  const network = {
    ...localNetwork,
    resolve: async (name: string) => {
      if (name === 'nowhere.test') throw failure('resolve', `no address for ${name}`);
      return [{ address: '127.0.0.1', family: 4 as const }];
    },
  };

  const { verdict, phase, values } = await get(`http://shop.test:${port}/302/a`, {}, { network });

  assert.equal(verdict, 'resolve: no address for nowhere.test');
  assert.equal(phase, 'resolve');
  assert.equal(values['probe_ip_protocol'], 4);
});

test('a redirect to a name leads to whichever of its addresses answers, and the target does not', async (t) => {
  const { port } = await redirecting(t, (port) => ({
    both: `http://both.test:${port}/302/on`,
    on: '/end',
    four: `http://four.test:${port}/end`,
  }));
  const addresses: Readonly<Record<string, readonly Address[]>> = {
    'shop.test': [{ address: '127.0.0.1', family: 6 }],
    'both.test': [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ],
    'four.test': [{ address: '127.0.0.1', family: 4 }],
  };
  const network = { ...localNetwork, resolve: async (name: string) => addresses[name] ?? [] };
  const check = async (url: string, wanted: RegExp, config: object = {}): Promise<void> => {
    const { verdict, values } = await get(url, config, { network });
    assert.match(`${verdict}, IPv${values['probe_ip_protocol']}`, wanted);
  };

  await check(`http://both.test:${port}/end`, /^(refused|unreachable): .*, IPv6$/);
  await check(`http://shop.test:${port}/302/both`, /^success, IPv6$/);
  await check(`http://shop.test:${port}/302/four`, /^success, IPv6$/, {
    ip_protocol_fallback: false,
  });
});

test('a redirect to the same name stays at its address, as long as that answers', async (t) => {
  const { port, asked } = await redirecting(t, () => ({}));
  const paths: string[] = [];
  const first = createServer(({ url = '' }, response) => {
    paths.push(url);
    const place = url === '/' ? `${away}/more` : `${port}/end`;
    response.writeHead(302, { Location: `http://two.test:${place}` }).end();
  });
  const away = await freePort();
  await listenUntilEnd(t, first, { port: away, host: '127.0.0.2' });
  let lookUps = 0;
  const resolve = async () => {
    lookUps += 1;
    return [
      { address: '127.0.0.2', family: 4 as const },
      { address: '127.0.0.1', family: 4 as const },
    ];
  };

  const { verdict } = await get(
    `http://two.test:${away}/`,
    { preferred_ip_protocol: 'ip4' },
    { network: { ...localNetwork, resolve } },
  );

  assert.equal(verdict, 'success');
  assert.deepEqual(paths, ['/', '/more']);
  assert.equal(lookUps, 2);
  assert.deepEqual(asked, ['GET two.test/end']);
});

test('no_proxy goes by the name that a redirect gives, and by the address before', async (t) => {
  const { port, asked } = await redirecting(t, (port) => ({
    relative: '/302/absolute',
    absolute: `http://shop.test:${port}/end`,
  }));
  const proxy = await startProxy(t);
  const setting = { proxy_url: `http://127.0.0.1:${proxy.port}`, no_proxy: 'shop.test' };
  // Also this machine, but none of the addresses that are past every proxy.
  const network = {
    ...localNetwork,
    resolve: async (name: string) => [
      { address: name === 'shop.test' ? '0.0.0.0' : '127.0.0.1', family: 4 as const },
    ],
  };

  const { verdict } = await get(`http://shop.test:${port}/302/relative`, setting, { network });

  assert.equal(verdict, 'success');
  assert.deepEqual(proxy.seen, [
    `GET http://shop.test:${port}/302/relative`,
    `GET http://shop.test:${port}/302/absolute`,
  ]);
  assert.deepEqual(asked.slice(2), ['GET shop.test/end']);
});

test('a lone cookie goes on as well', async (t) => {
  const { port, requests } = await redirecting(t, () => ({ one: '/end' }));

  assert.equal((await get(`http://shop.test:${port}/302/one`)).verdict, 'success');
  assert.equal(requests[1]?.headers.cookie, 'a=1');
});

test('an odd cookie is none, and 200 kB of blanks in it hold nobody up', async (t) => {
  const { port, requests } = await redirecting(t, () => ({ odd: '/end' }));

  assert.equal((await get(`http://shop.test:${port}/302/odd`)).verdict, 'success');
  assert.equal(requests[1]?.headers.cookie, 'b="2 3"');
});
