import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { config } from '../../probes/http/config.ts';
import { get, type HttpRun } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';

/** A server that answers every path with the same body. Gives its URL. */
async function serving(t: TestContext, body: string | Buffer): Promise<string> {
  const server = createServer((_request, response) => response.end(body));
  return `http://shop.test:${await serve(t, server)}/`;
}

/** Runs with the rule that this must hold for the body. */
function must(url: string, rule: string): Promise<HttpRun> {
  return get(url, { fail_if_body_json_not_matches_cel: rule });
}

async function complaint(rule: unknown): Promise<string> {
  const { error } = await config.safeParseAsync({ fail_if_body_json_matches_cel: rule });
  return error?.issues.map(({ message }) => message).join('; ') ?? 'none';
}

test('a rule holds for a body or fails the run', async (t) => {
  const url = await serving(t, '{"status": "up", "nodes": [{"up": true}, {"up": false}]}');
  async function check(key: string, rule: string, wanted: string): Promise<void> {
    const { verdict, values } = await get(url, { [`fail_if_body_json_${key}_cel`]: rule });
    assert.equal(verdict, wanted);
    assert.equal(values['probe_failed_due_to_cel'], wanted === 'success' ? 0 : 1);
    assert.equal(values['probe_failed_due_to_regex'], 0);
    assert.equal(values['probe_http_uncompressed_body_length'], 56);
  }

  await check('not_matches', 'body.status == "up"', 'success');
  await check(
    'not_matches',
    'body.nodes.all(n, n.up)',
    'content: the body does not match "body.nodes.all(n, n.up)"',
  );
  await check('matches', 'body.nodes.size() > 2', 'success');
  await check(
    'matches',
    'body.nodes.exists(n, !n.up)',
    'content: the body matches "body.nodes.exists(n, !n.up)"',
  );
  for (const key of ['matches', 'not_matches']) {
    await check(
      key,
      'body.state == "up"',
      'content: "body.state == \\"up\\"" cannot be evaluated: "field not found: state"',
    );
    await check(key, 'body.status', 'content: "body.status" gives neither true nor false');
  }
});

test('numbers, nulls and errors count as they do for rules of blackbox_exporter', async (t) => {
  const url = await serving(
    t,
    '{"n": 1, "f": 1.5, "big": 1e6, "s": "12", "z": null, "l": [1, 2], "constructor": 3}',
  );
  const check = async (rule: string, isTrue = true): Promise<void> =>
    assert.equal((await must(url, rule)).verdict === 'success', isTrue, rule);

  await check('body.n == 1 && body.n == 1.0 && body.n == 1u');
  await check('body.n in [1, 2] && 1 in body.l && body.l[0] == 1 && body.l == [1, 2]');
  await check('body.f > 1 && int(body.f) == 1 && -body.f == -1.5');
  await check('type(body.n) == double && type(body.l) == list && type(body) == map');
  await check('body.n + 1.0 == 2.0 && body.n + body.f == 2.5');
  await check('body.n % 2 == 1', false);
  await check('body.n == "1"', false);
  await check('int(body.s) == 12 && double(body.s) == 12.0 && string(body.f) == "1.5"');
  await check('string(body.big) == "1e+06"');
  await check('int(" 1") == 1', false);
  await check('bool("T") && !bool("F")');
  await check('has(body.z) && "z" in body && body.z == null && !has(body.q)');
  await check('has(body.s.x)', false);
  await check('body.constructor == 3');
  await check('body.q || true');
  await check('true || body.q');
  await check('!(body.q && false)');
  await check('body.q || false', false);
  await check('body.n == 1 ? true : body.q');
  await check('body.l.exists(x, x == 2 || x.q)');
  await check('body.l.all(x, x.q)', false);
  await check('timestamp(1577934245) == timestamp("2020-01-02T03:04:05Z")');
  await check('duration("90m").getHours() == 1');
  await check('matches(body.s, "^\\\\d+$") && body.s.matches("2")');
  await check('body.s.matches("(")', false);
  await check('body.n == 1 // a remark');
});

test('the body is one value in JSON', async (t) => {
  async function check(body: string, isJson: boolean): Promise<void> {
    const { verdict, values } = await must(await serving(t, body), 'true');
    const wanted = `payload: the body ${body === '' ? 'is empty' : `begins with ${JSON.stringify(body)}`}, want one value in JSON`;
    assert.equal(verdict, isJson ? 'success' : wanted);
    assert.equal(values['probe_failed_due_to_cel'], isJson ? 0 : 1);
  }

  await check(' {"a": 1, "a": 2} \n', true);
  await check('[]', true);
  await check('"text"', true);
  await check('null', true);
  await check('1e308', true);
  await check('1e999', false);
  await check('{"a": [-1e999]}', false);
  await check('', false);
  await check('up', false);
  await check('{} {}', false);
  await check('{"a": 1,}', false);
  await check("{'a': 1}", false);
  await check('01', false);
  await check('NaN', false);
  await check('\ufeff{}', false);
});

test('a repeated key counts the last time', async (t) => {
  const { verdict } = await must(await serving(t, '{"a": 1, "a": 2}'), 'body.a == 2');

  assert.equal(verdict, 'success');
});

test('patterns and expressions look at the same body, after unpacking', async (t) => {
  const url = await serving(t, gzipSync('{"status": "up"}'));
  const both = {
    compression: 'gzip',
    fail_if_body_matches_regexp: ['down'],
    fail_if_body_json_not_matches_cel: 'body.status == "up"',
  };

  const fine = await get(url, both);
  const unlike = await get(url, { ...both, fail_if_body_matches_regexp: ['up'] });

  assert.equal(fine.verdict, 'success');
  assert.equal(fine.values['probe_failed_due_to_cel'], 0);
  assert.equal(unlike.verdict, 'content: the body matches "up"');
  assert.equal(unlike.values['probe_failed_due_to_regex'], 1);
  assert.equal(unlike.values['probe_failed_due_to_cel'], 0);
});

test('the gauge is there only with a rule, and 0 where no body was judged', async (t) => {
  const url = await serving(t, '{}');

  const without = await get(url);
  const unjudged = await get(url, {
    valid_status_codes: [404],
    fail_if_body_json_not_matches_cel: 'false',
  });
  const unreached = await get('http://127.0.0.1:1/', {
    fail_if_body_json_not_matches_cel: 'false',
  });

  assert.equal('probe_failed_due_to_cel' in without.values, false);
  assert.equal(unjudged.values['probe_failed_due_to_cel'], 0);
  assert.equal(unreached.values['probe_failed_due_to_cel'], 0);
});

test('a body that never ends satisfies no rule', async (t) => {
  const server = createServer((_request, response) => response.write('{"a": 1'));
  const url = `http://shop.test:${await serve(t, server)}/`;
  const cel = { fail_if_body_json_not_matches_cel: 'true' };

  const first = await get(url, cel, { timeoutMs: 100 });
  const second = await get(url, { ...cel, fail_if_body_matches_regexp: ['b'] }, { timeoutMs: 100 });

  assert.equal(first.result.outcome, 'failure');
  assert.equal(first.values['probe_failed_due_to_cel'], 1);
  assert.equal(first.values['probe_failed_due_to_regex'], 0);
  assert.equal(second.values['probe_failed_due_to_cel'], 0);
  assert.equal(second.values['probe_failed_due_to_regex'], 1);
});

test('what can never be evaluated is an error in the config', async () => {
  const check = async (rule: unknown, why: string): Promise<void> =>
    assert.equal(
      await complaint(rule),
      why === 'none' ? 'none' : `${JSON.stringify(rule)} is not a CEL expression over body: ${why}`,
    );

  await check('body.a == "b"', 'none');
  await check('1 + 2', 'none');
  await check('a.b', 'a is not declared: there is only body');
  await check('body.l.all(x, y)', 'y is not declared: there is only body');
  await check('nothing(body)', 'there is no function nothing');
  await check('body.a.lowerAscii()', 'there is no function lowerAscii');
  await check('1 + "a"', '_+_ does not take (int, string)');
  await check('body.a * 2.5 > 1', '_>_ does not take (double, int)');
  await check('1 == 1.0', '_==_ does not take (int, double)');
  await check('[1].all(x, x == "a")', '_==_ does not take (int, string)');
  await check('[1].map(x, "a")[0] == 1', '_==_ does not take (string, int)');
  await check('body.l.all(x, 1)', '_&&_ does not take (bool, int)');
  await check('"a".b', 'string has no fields, so no b');
  await check('has(body)', 'there is no function has');
  await check('Foo{}', 'Foo is not declared: there is only body');
  await check('9223372036854775808', '9223372036854775808 is no int');
  await check('1e999', 'a number is too large');
  assert.match(await complaint(''), /^"" is not a CEL expression over body: /);
  assert.match(await complaint('body.a =='), /^"body.a ==" is not a CEL expression over body: /);
});

test('a config prints its rule as it was written', async () => {
  const rule = 'body.a == "b" // why';
  const { fail_if_body_json_matches_cel } = await config.parseAsync({
    fail_if_body_json_matches_cel: rule,
  });

  assert.equal(JSON.stringify(fail_if_body_json_matches_cel), JSON.stringify(rule));
});

test('a body and a rule together take no long time', async (t) => {
  const numbers = Array.from({ length: 100_000 }, (_, index) => index);
  const url = await serving(t, JSON.stringify({ a: numbers }));
  const tooLong = 'cannot be evaluated: "it takes more than 250 ms"';

  const squared = 'body.a.all(x, body.a.exists(y, y == x))';
  assert.equal(
    (await must(url, squared)).verdict,
    `content: ${JSON.stringify(squared)} ${tooLong}`,
  );
  const absorbed =
    'body.a.exists(x, body.a.all(y, y < 200000)) && false || body.a.all(x, x in body.a)';
  assert.equal(
    (await must(url, absorbed)).verdict,
    `content: ${JSON.stringify(absorbed)} ${tooLong}`,
  );
});

test('long lists are gone through', async (t) => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  const url = await serving(t, JSON.stringify({ a: numbers }));

  const { verdict } = await must(url, 'body.a.map(x, x + 1.0).exists(y, y == 20000.0)');

  assert.equal(verdict, 'success');
});

test('JSON of more than two megabytes is not looked at', async (t) => {
  const url = await serving(t, JSON.stringify('a'.repeat(2 * 1024 * 1024)));

  const { verdict } = await must(url, 'true');

  assert.equal(verdict, 'content: got 2097154 bytes of JSON, want no more than 2097152');
});
