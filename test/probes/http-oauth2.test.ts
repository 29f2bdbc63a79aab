import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type TestContext, test } from 'node:test';
import http from '../../probes/http.ts';
import { runProbe } from '../../src/run.ts';
import { selfSigned } from '../support/certificates.ts';
import { temporaryFile } from '../support/command.ts';
import { get } from '../support/http-run.ts';
import { startProxy } from '../support/proxy.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';
import { startTokenServer, tell } from '../support/token-server.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

interface Site {
  readonly url: string;
  /** The Authorization of every request. */
  readonly seen: readonly (string | undefined)[];
}

async function startSite(t: TestContext, accepts = /./): Promise<Site> {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(accepts.test(request.headers.authorization ?? '') ? 200 : 401).end('ok');
  });
  return { url: `http://127.0.0.1:${await serve(t, server)}/`, seen };
}

/** A target that keeps its config from run to run, as a module does. */
async function startModule(url: string, config: object) {
  const parse = async (schema: typeof http.config | typeof http.target, value: unknown) => {
    const read = await (schema as typeof http.config)['~standard'].validate(value);
    if (read.issues !== undefined) throw new Error(read.issues[0]?.message);
    return read.value as unknown;
  };
  const job = {
    key: url,
    name: undefined,
    module: 'http',
    probe: http,
    config: await parse(http.config, config),
    target: await parse(http.target, url),
    address: url,
    metrics: typeof http.metrics === 'function' ? {} : http.metrics,
    timeoutMs: 5000,
    nameServers: [],
    labels: {},
  };
  return async (timeoutMs = 5000, controller = new AbortController()): Promise<string> => {
    const result = await runProbe({ ...job, timeoutMs }, localNetwork, { controller });
    return result.outcome === 'success' ? 'success' : `${result.reason}: ${result.detail}`;
  };
}

test('asks for a token with the client’s name and secret, and sends it along', async (t) => {
  const site = await startSite(t);
  const server = await startTokenServer(t, (_asked, response) =>
    tell(response, { access_token: 'one', token_type: 'bearer' }),
  );
  const oauth2 = {
    client_id: 'a b',
    client_secret: 'c/+~*',
    token_url: `${server.url}/token?x=y`,
    scopes: ['read', 'write'],
    endpoint_params: { resource: 'ä&b', grant_type: 'password' },
  };

  const { verdict, phases, values } = await get(site.url, {
    oauth2,
    headers: { Authorization: 'mine', 'User-Agent': 'me' },
  });

  assert.equal(verdict, 'success');
  assert.deepEqual(site.seen, ['Bearer one']);
  assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
  assert.equal(values['probe_http_status_code'], 200);
  const [asked] = server.asked;
  assert.equal(asked?.method, 'POST');
  assert.equal(asked?.path, '/token?x=y');
  assert.equal(asked?.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(asked?.headers['user-agent'], 'me');
  const basic = Buffer.from('a+b:c%2F%2B~%2A').toString('base64');
  assert.equal(asked?.headers.authorization, `Basic ${basic}`);
  assert.deepEqual(asked?.form, {
    grant_type: 'password',
    resource: 'ä&b',
    scope: 'read write',
  });
});

test('all runs of a module share a token until it ends', async (t) => {
  const site = await startSite(t);
  let count = 0;
  const server = await startTokenServer(t, ({ path }, response) => {
    count += 1;
    const expires_in = path === '/short' ? 10 : path === '/long' ? 60 : undefined;
    tell(response, { access_token: `t${count}`, expires_in });
  });
  async function check(path: string, ...wanted: readonly string[]): Promise<void> {
    count = 0;
    const oauth2 = { client_id: 'a', token_url: server.url + path };
    const run = await startModule(site.url, { oauth2 });
    await Promise.all([run(), run(), run()]);
    await run();
    assert.deepEqual(site.seen.slice(-4), wanted);
  }

  await check('/open', 'Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t1');
  await check('/long', 'Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t1');
  // Ten seconds are kept back for the way.
  await check('/short', 'Bearer t1', 'Bearer t1', 'Bearer t1', 'Bearer t2');
});

test('a server that looks for the secret in the form gets it there, from then on at once', async (t) => {
  const site = await startSite(t, /right/);
  let number = 0;
  const server = await startTokenServer(t, ({ headers, form }, response) => {
    number += 1;
    if (headers.authorization !== undefined || form['client_secret'] !== 's')
      tell(response, { error: 'invalid_client' }, 401);
    else tell(response, { access_token: `right${number}`, expires_in: 1 });
  });
  const oauth2 = { client_id: 'a', client_secret: 's', token_url: server.url };
  const run = await startModule(site.url, { oauth2 });

  assert.equal(await run(), 'success');
  assert.equal(await run(), 'success');

  assert.deepEqual(
    server.asked.map(({ headers, form }) => [headers.authorization !== undefined, form]),
    [
      [true, { grant_type: 'client_credentials' }],
      [false, { client_id: 'a', client_secret: 's', grant_type: 'client_credentials' }],
      [false, { client_id: 'a', client_secret: 's', grant_type: 'client_credentials' }],
    ],
  );
});

test('a secret in a file is read each time, and a new one is good for a new token', async (t) => {
  const site = await startSite(t);
  const file = await temporaryFile(t, 'secret', ' one\n');
  const server = await startTokenServer(t, ({ headers }, response) => {
    const [, basic = ''] = headers.authorization?.split(' ') ?? [];
    tell(response, { access_token: Buffer.from(basic, 'base64').toString() });
  });
  const oauth2 = { client_id: 'a', client_secret_file: file, token_url: server.url };
  const run = await startModule(site.url, { oauth2 });

  await run();
  await run();
  await writeFile(file, 'two');
  await run();

  assert.deepEqual(site.seen, ['Bearer a:one', 'Bearer a:one', 'Bearer a:two']);
});

test('a token that the target refuses is not used again', async (t) => {
  const site = await startSite(t, /t2/);
  let count = 0;
  const server = await startTokenServer(t, (_asked, response) => {
    count += 1;
    tell(response, { access_token: `t${count}` });
  });
  const run = await startModule(site.url, { oauth2: { client_id: 'a', token_url: server.url } });

  assert.equal(await run(), 'status: got 401, want 2xx');
  assert.equal(await run(), 'success');
  assert.equal(await run(), 'success');

  assert.equal(count, 2);
});

test('runs wait for one another’s token only as long as they have time themselves', async (t) => {
  const site = await startSite(t);
  const first = Promise.withResolvers<void>();
  const server = await startTokenServer(t, (_asked, response) => {
    // The first is left without an answer.
    if (server.asked.length > 1) tell(response, { access_token: 'one' });
    first.resolve();
  });
  const run = await startModule(site.url, {
    oauth2: { client_id: 'a', token_url: server.url },
  });
  const canceled = new AbortController();

  const hasty = run(300);
  await first.promise;
  const patient = run();
  const gone = run(5000, canceled);
  canceled.abort(new Error('gone'));

  assert.match(await gone, /^canceled: /);
  assert.equal(server.asked.length, 1);
  assert.match(await hasty, /^timeout: /);
  assert.equal(await patient, 'success');
  assert.equal(server.asked.length, 2);
  assert.deepEqual(site.seen, ['Bearer one']);
});

test('those who wait for a token share what keeps it from coming, and later ones try again', async (t) => {
  const site = await startSite(t);
  const server = await startTokenServer(t, (_asked, response) => {
    if (server.asked.length > 2) tell(response, { access_token: 'one' });
    else tell(response, { error: 'busy' }, 503);
  });
  const run = await startModule(site.url, {
    oauth2: { client_id: 'a', token_url: server.url },
  });

  const verdicts = await Promise.all([run(), run(), run()]);
  const later = await run();

  for (const verdict of verdicts) assert.match(verdict, /^status: OAuth 2 token from .* "busy"/);
  assert.equal(later, 'success');
  assert.equal(server.asked.length, 3);
});

test('what keeps a token from coming is told, with the server’s name, and is no fault of the target', async (t) => {
  const site = await startSite(t);
  const server = await startTokenServer(t, ({ path }, response) => {
    if (path === '/big') response.end('x'.repeat(1024 * 1024 + 1));
    else if (path === '/cut') response.destroy();
    else if (path === '/other') response.writeHead(307, { Location: 'http://x.test/' }).end();
    else if (path === '/round') response.writeHead(302, { Location: '/round' }).end();
    else tell(response, { error: 'invalid_client' }, 401);
  });
  async function check(oauth2: object, wanted: RegExp): Promise<void> {
    const config = { oauth2: { client_id: 'a', token_url: server.url, ...oauth2 } };
    const { verdict, result, phase, phases, values } = await get(site.url, config);
    assert.match(verdict.replace(/127.0.0.1:\d+/g, '…'), wanted);
    assert.equal(result.outcome === 'failure' && result.ownTrouble, true);
    assert.equal(phase, undefined);
    assert.deepEqual(phases, ['resolve', 'connect', 'tls', 'processing', 'transfer']);
    assert.equal(values['probe_ip_protocol'], 4);
  }
  const at = (path: string): object => ({ token_url: server.url + path });

  await check({}, /^status: OAuth 2 token from …: got 401 with "invalid_client", want 2xx with/);
  await check({ token_url: 'http://127.0.0.1:1/' }, /^refused: OAuth 2 token from …: connect /);
  await check({ token_url: 'nowhere' }, /^internal: OAuth 2 token from "nowhere": token_url is no/);
  await check({ client_secret_file: '/nowhere' }, /^internal: OAuth 2 token from …: cannot read/);
  await check(
    { scopes: ['a'], endpoint_params: { scope: 'b' } },
    /^internal: .* must not set scope/,
  );
  await check({ tls_config: { ca_file: '/nowhere' } }, /^internal: .* cannot read the file/);
  await check(at('/big'), /^payload: .*: got a body of more than 1048576 bytes$/);
  await check(at('/cut'), /^reset: /);
  await check(at('/other'), /^protocol: .*: got a redirect to "http:\/\/x.test\/", want that in/);
  await check(at('/round'), /^protocol: .*: got more than 10 redirects$/);
  await check(
    { grant_type: JWT_BEARER, client_certificate_key: 'x' },
    /^internal: .* no private key/,
  );
  assert.deepEqual(site.seen, []);
});

test('follows where a token server leads on the same host, as clients do', async (t) => {
  const site = await startSite(t);
  const server = await startTokenServer(t, ({ path }, response) => {
    if (path === '/302') response.writeHead(302, { Location: '/token' }).end();
    else if (path === '/307') response.writeHead(307, { Location: '/token' }).end();
    else tell(response, { access_token: 'one' });
  });
  const token = (path: string): object => ({ client_id: 'a', token_url: server.url + path });

  assert.equal((await get(site.url, { oauth2: token('/302') })).verdict, 'success');
  assert.equal((await get(site.url, { oauth2: token('/307') })).verdict, 'success');

  assert.deepEqual(
    server.asked.map(({ method, path, form }) => [method, path, Object.keys(form).length]),
    [
      ['POST', '/302', 1],
      ['GET', '/token', 0],
      ['POST', '/307', 1],
      ['POST', '/token', 1],
    ],
  );
});

test('signs an assertion with the key of the client', async (t) => {
  const site = await startSite(t);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = await startTokenServer(t, (_asked, response) =>
    tell(response, { access_token: 'one' }),
  );
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' });
  const jwt = { client_id: 'me', token_url: server.url, grant_type: JWT_BEARER };
  const full = {
    client_certificate_key_id: 'k1',
    signature_algorithm: 'RS512',
    iss: 'issuer',
    audience: 'them',
    scopes: ['a', 'b'],
    claims: { x: [1, { y: 'z' }], sub: 'other' },
    endpoint_params: { p: 'q' },
  };

  await get(site.url, { oauth2: { ...jwt, client_certificate_key: key } });
  await get(site.url, { oauth2: { ...jwt, ...full, client_certificate_key: key } });

  const read = (index: number) => {
    const { assertion = '', ...form } = server.asked[index]?.form ?? {};
    const [head = '', body = '', signature = ''] = assertion.split('.');
    const digest = index === 0 ? 'sha256' : 'sha512';
    const bytes = Buffer.from(signature, 'base64url');
    const signed = Buffer.from(`${head}.${body}`);
    assert.ok(
      verify(
        digest,
        signed,
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        bytes,
      ),
    );
    const [header, claims] = [head, body].map(
      (part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>,
    );
    const { jti, iat, exp, ...rest } = claims ?? {};
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    assert.equal(Number(exp) - Number(iat), 600);
    return { header, form, claims: rest };
  };
  assert.deepEqual(read(0), {
    header: { alg: 'RS256', typ: 'JWT' },
    form: { grant_type: JWT_BEARER },
    claims: { iss: 'me', sub: 'me', aud: server.url },
  });
  assert.deepEqual(read(1), {
    header: { alg: 'RS512', typ: 'JWT', kid: 'k1' },
    form: { grant_type: JWT_BEARER, p: 'q', scope: 'a b' },
    claims: { iss: 'issuer', sub: 'other', aud: 'them', scope: 'a b', x: [1, { y: 'z' }] },
  });
  assert.deepEqual(site.seen, ['Bearer one', 'Bearer one']);
});

test('a token server has its own TLS and its own proxy', async (t) => {
  const site = await startSite(t);
  const root = selfSigned({ subject: [['CN', 'Root']], authority: true });
  const leaf = root.issue({ subject: [['CN', 'idp']], names: ['idp.test'] });
  const server = createSecureServer({ key: leaf.key, cert: leaf.pem }, (_request, response) => {
    tell(response, { access_token: 'one' });
  });
  const port = await serve(t, server);
  const proxy = await startProxy(t);
  const oauth2 = { client_id: 'a', token_url: `https://idp.test:${port}/` };
  const trusting = { tls_config: { ca: root.pem } };
  const proxy_url = `http://127.0.0.1:${proxy.port}`;

  const untrusted = await get(site.url, { oauth2, ...trusting });
  const direct = await get(site.url, { oauth2: { ...oauth2, ...trusting } });
  const byProxy = await get(site.url, { oauth2: { ...oauth2, ...trusting, proxy_url } });

  assert.match(untrusted.verdict, /^tls: OAuth 2 token from idp.test:\d+: certificate refused/);
  assert.equal(direct.verdict, 'success');
  assert.equal(byProxy.verdict, 'success');
  assert.deepEqual(proxy.seen, [`CONNECT idp.test:${port}`]);
});

test('the guard is not asked about a server of tokens, which the operator names', async (t) => {
  const site = await startSite(t);
  const server = await startTokenServer(t, (_asked, response) =>
    tell(response, { access_token: 'one' }),
  );
  const asked: string[] = [];
  const network = { ...localNetwork, permit: (address: string) => void asked.push(address) };

  await get(site.url, { oauth2: { client_id: 'a', token_url: server.url } }, { network });

  assert.deepEqual(asked, ['127.0.0.1']);
  assert.deepEqual(site.seen, ['Bearer one']);
});
