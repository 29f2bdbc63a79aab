import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { story } from '../../../src/account/story.ts';
import { targetList } from '../../../src/http/api/answers.ts';
import { get, type Started, startWith } from '../../support/exporter.ts';
import { eventually } from '../../support/prometheus.ts';
import { serve } from '../../support/serve.ts';

const NAME = 'a shop/with "quotes" & 日本';

/** A target that fails, with evidence. */
async function startOne(t: TestContext, prefix = '/'): Promise<Started> {
  const server = createServer((_, response) => response.writeHead(503).end('out of order'));
  const port = await serve(t, server);
  const started = await startWith(
    t,
    `modules: { web: { prober: http, timeout: 500ms, http: { basic_auth: { username: me, password: hush } } } }
targets:
  - { name: '${NAME}', module: web, target: 'http://127.0.0.1:${port}/', interval: 1s }
`,
    { routePrefix: prefix },
  );
  const url = `${started.url}${prefix.slice(1)}`;
  await eventually('a run', async () => {
    const { text } = await get(`${url}api/v1/targets?state=down`);
    return text.includes('"state":"down"') ? text : undefined;
  });
  return { ...started, url };
}

async function json(url: string): Promise<unknown> {
  return JSON.parse((await get(url)).text);
}

test('a target is told with all that is known of it', async (t) => {
  const { url } = await startOne(t);
  const { status, headers, text } = await get(`${url}api/v1/targets/${encodeURIComponent(NAME)}`);
  const told = story.parse(JSON.parse(text));

  assert.equal(status, 200);
  assert.equal(headers.get('content-type'), 'application/json');
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual([told.name, told.state, told.reason], [NAME, 'down', 'status']);
  assert.deepEqual(told.changes.at(-1)?.to, 'down');
  assert.match(told.settings, /password: <secret>/);
  assert.equal(told.runs[0]?.detail, told.detail);
  assert.ok(!text.includes('hush'));
});

test('what is answered is what the schema that is served says, and no more than ours', async (t) => {
  const { url } = await startOne(t);
  const schema = (await json(`${url}api/v1/schema.json`)) as Readonly<Record<string, unknown>>;
  const served = z.fromJSONSchema(schema);
  const list = await json(`${url}api/v1/targets?trail=true`);
  const short = await json(`${url}api/v1/targets`);
  const one = await json(`${url}api/v1/targets/${encodeURIComponent(NAME)}`);
  const problem = await json(`${url}api/v1/targets/none`);

  for (const answer of [list, short, one, problem])
    assert.deepEqual(served.safeParse(answer).error, undefined);
  assert.deepEqual(targetList.parse(list), list);
  assert.deepEqual(targetList.parse(short), short);
  assert.deepEqual(story.parse(one), one);
  for (const other of [{}, { error: 7 }, { ...(one as object), state: 'fine' }])
    assert.equal(served.safeParse(other).success, false);
});

test('the schema is JSON Schema 2020-12, and each answer has its part of it', async (t) => {
  const { url } = await startWith(t, 'modules: { tcp: { prober: tcp } }\n');
  const { headers, text } = await get(`${url}api/v1/schema.json`);
  const { $schema, $id, anyOf, $defs } = JSON.parse(text) as Readonly<Record<string, object>>;

  assert.equal(headers.get('content-type'), 'application/schema+json');
  assert.deepEqual(
    [$schema, $id],
    ['https://json-schema.org/draft/2020-12/schema', 'urn:synthetic-exporter:api:v1'],
  );
  assert.deepEqual(
    anyOf,
    ['TargetList', 'Story', 'Problem'].map((name) => ({ $ref: `#/$defs/${name}` })),
  );
  const wanted = 'Change Evidence Moment Point Problem Reason Run Sample Story Target TargetList';
  assert.deepEqual(
    Object.keys($defs ?? {})
      .sort()
      .join(' '),
    wanted,
  );
  // Later versions may say more.
  assert.doesNotMatch(text, /"additionalProperties": false/);
});

test('whatever goes wrong under /api/ is told in JSON', async (t) => {
  const { url } = await startOne(t, '/probes/');
  const check = async (path: string, status: number, error: RegExp, init = {}): Promise<void> => {
    const answer = await get(`${url}${path}`, init);
    assert.equal(answer.status, status, path);
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    const { error: said, ...rest } = JSON.parse(answer.text) as { readonly error: string };
    assert.deepEqual(rest, {});
    assert.match(said, error);
  };

  await check('api/v1/targets/none', 404, /^no target of this name is listed$/);
  await check('api/v1/targets/%ff', 400, /^"%ff" is not well encoded$/);
  await check('api/v1/targets/a/b', 404, /^no such endpoint/);
  await check('api/v2/targets', 404, /^no such endpoint/);
  await check('api/', 404, /^no such endpoint/);
  await check('api/v1/targets', 405, /^This endpoint requires a GET request\.$/, {
    method: 'DELETE',
  });
  await check('api/v1/targets?limit=x', 400, /^got limit="x"/);
});

test('elsewhere it is told in words', async (t) => {
  const { url } = await startWith(t, 'modules: { tcp: { prober: tcp } }\n', { strictPaths: true });
  const { headers, text } = await get(`${url}nowhere`);

  assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal(text, 'no such page; the start page is /\n');
});
