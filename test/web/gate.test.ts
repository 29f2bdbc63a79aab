import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { get, startWith, valueOf } from '../support/exporter.ts';
import { cheapHash, webFolder } from '../support/web-config.ts';

const MODULES = 'modules: { launches: { prober: sidecar } }\n';
const ALICE = `basic_auth_users: { alice: '${cheapHash('wonder:land')}' }\n`;
const BOB = `basic_auth_users: { bob: '${cheapHash('builder')}' }\n`;

function basic(credentials: string, scheme = 'Basic'): RequestInit {
  const token = Buffer.from(credentials).toString('base64');
  return { headers: { Authorization: `${scheme} ${token}` } };
}

test('whoever is no user, or has another password, is turned away from every page', async (t) => {
  const { file } = await webFolder(t, { 'web.yml': ALICE });
  const { url } = await startWith(t, MODULES, { webConfigFile: file });
  const check = async (path: string, init: RequestInit, status: number) => {
    const answer = await get(url + path, init);
    assert.equal(answer.status, status, `${path}: ${answer.text}`);
    if (status !== 401) return;
    assert.equal(answer.text, 'Unauthorized\n');
    assert.equal(answer.headers.get('www-authenticate'), 'Basic');
  };

  for (const path of ['', 'metrics', 'probe', 'config', '-/healthy', '-/ready', 'nowhere']) {
    await check(path, {}, 401);
  }
  await check('-/reload', { method: 'POST' }, 401);
  await check('-/healthy', basic('alice:wonder:land'), 200);
  await check('-/healthy', basic('alice:wonder:land', 'bAsIc'), 200);
  await check('-/healthy', basic('alice:wonder'), 401);
  await check('-/healthy', basic('alice:'), 401);
  await check('-/healthy', basic('alice'), 401);
  await check('-/healthy', basic('Alice:wonder:land'), 401);
  await check('-/healthy', basic('mallory:wonder:land'), 401);
  await check('-/healthy', basic(':wonder:land'), 401);
  await check('-/healthy', basic('alice:wonder:land', 'Bearer'), 401);
  await check('-/healthy', { headers: { Authorization: 'Basic' } }, 401);
  await check('-/healthy', { headers: { Authorization: 'Basic ?!' } }, 401);
  await check('nowhere', basic('alice:wonder:land'), 200);
});

test('requests that are turned away are counted like all others', async (t) => {
  const { file } = await webFolder(t, { 'web.yml': ALICE });
  const { url } = await startWith(t, MODULES, { webConfigFile: file });
  await get(`${url}-/healthy`);

  const { text } = await get(`${url}metrics?scope=exporter`, basic('alice:wonder:land'));

  assert.equal(
    valueOf(text, 'synthetic_exporter_http_requests_total{route="/-/healthy",code="401"}'),
    '1',
  );
});

test('the file counts as it is now; while it is broken every answer is 500', async (t) => {
  const { file, write } = await webFolder(t, { 'web.yml': ALICE });
  const { url, log } = await startWith(t, MODULES, { webConfigFile: file });
  const healthy = async (init: RequestInit = {}) => (await get(`${url}-/healthy`, init)).status;
  assert.deepEqual([await healthy(basic('alice:wonder:land')), await healthy()], [200, 401]);

  await write({ 'web.yml': BOB });
  assert.equal(await healthy(basic('alice:wonder:land')), 401);
  assert.equal(await healthy(basic('bob:builder')), 200);

  await write({ 'web.yml': 'basic_auth_users: { bob: builder }\n' });
  const broken = await get(`${url}-/healthy`, basic('bob:builder'));
  assert.deepEqual([broken.status, broken.text], [500, 'Internal Server Error\n']);
  assert.equal(await healthy(), 500);
  const lines = log.filter((line) => line.includes('web config cannot be used'));
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /web\.yml:1:26: basic_auth_users\.bob: want a bcrypt hash/);
  assert.doesNotMatch(lines[0] ?? '', /builder/);

  await rm(file);
  assert.equal(await healthy(basic('bob:builder')), 500);

  await write({ 'web.yml': '' });
  assert.equal(await healthy(), 200);
});

test('headers come with every answer, and the operator decides over our own', async (t) => {
  const { file, write } = await webFolder(t, {
    'web.yml': `
http_server_config:
  headers:
    Strict-Transport-Security: max-age=31536000; includeSubDomains
    X-Content-Type-Options: nosniff
    X-Frame-Options: sameorigin
    X-XSS-Protection: 1; mode=block
    Content-Security-Policy: "default-src 'self'"
`,
  });
  const { url } = await startWith(t, MODULES, { webConfigFile: file });
  const check = async (path: string, wanted: readonly (string | null)[]) => {
    const { headers } = await get(url + path);
    const got = [
      'strict-transport-security',
      'x-content-type-options',
      'x-frame-options',
      'x-xss-protection',
      'content-security-policy',
    ].map((name) => headers.get(name));
    assert.deepEqual(got, wanted);
  };
  const all = [
    'max-age=31536000; includeSubDomains',
    'nosniff',
    'sameorigin',
    '1; mode=block',
    "default-src 'self'",
  ];

  await check('', all);
  await check('-/healthy', all);
  await check('metrics', all);
  await check('nowhere', all);

  const blank = `
http_server_config:
  headers: { X-Frame-Options: '', X-Content-Type-Options: , Content-Security-Policy: "" }
`;
  await write({ 'web.yml': blank });
  await check('-/healthy', [null, 'nosniff', null, null, null]);
});

test('the rate limit lets a burst pass and answers 429 to the rest, before it looks at passwords', async (t) => {
  const { file } = await webFolder(t, {
    'web.yml': `${ALICE}rate_limit: { interval: 1h, burst: 3 }
http_server_config: { headers: { X-Frame-Options: deny } }
`,
  });
  const { url } = await startWith(t, MODULES, { webConfigFile: file });
  const answers = [];
  for (let i = 0; i < 3; i += 1) {
    answers.push((await get(`${url}-/healthy`, basic('alice:wonder:land'))).status);
  }

  const refused = await get(`${url}-/healthy`);

  assert.deepEqual(answers, [200, 200, 200]);
  assert.deepEqual([refused.status, refused.text], [429, 'Too Many Requests\n']);
  assert.equal(refused.headers.get('x-frame-options'), null);
  assert.equal((await get(`${url}-/healthy`, basic('alice:wonder:land'))).status, 429);
});

test('an interval of 0 is no limit', async (t) => {
  const { file } = await webFolder(t, { 'web.yml': 'rate_limit: { interval: 0, burst: 0 }\n' });
  const { url } = await startWith(t, MODULES, { webConfigFile: file });

  for (let i = 0; i < 10; i += 1) assert.equal((await get(`${url}-/healthy`)).status, 200);
});
