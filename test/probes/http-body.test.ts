import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { readBody } from '../../probes/http/body.ts';
import { get } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';

async function serveBody(t: TestContext, body: Buffer | string): Promise<string> {
  const server = createServer((_request, response) => {
    response.end(body);
  });
  return `http://shop.test:${await serve(t, server)}/`;
}

test('matches patterns anywhere in the body', async (t) => {
  const url = await serveBody(t, 'all is wëll\nhere');
  async function check(rules: object, wanted: string): Promise<void> {
    const { verdict, values } = await get(url, rules);
    assert.equal(verdict, wanted);
    assert.equal(values['probe_failed_due_to_regex'], wanted === 'success' ? 0 : 1);
    assert.equal(values['probe_http_uncompressed_body_length'], 17);
  }

  await check({ fail_if_body_matches_regexp: ['broken', '^here'] }, 'success');
  await check(
    { fail_if_body_matches_regexp: ['broken', '(?m)^here'] },
    'content: the body matches "(?m)^here"',
  );
  await check({ fail_if_body_not_matches_regexp: ['w.ll', 'here$'] }, 'success');
  await check(
    { fail_if_body_not_matches_regexp: ['well', 'here'] },
    'content: the body begins with "all is wëll\\nhere", want a match of "well"',
  );
});

test('a status that is not wanted comes before the rules, and the body is measured all the same', async (t) => {
  const url = await serveBody(t, 'hello');

  const { verdict, values } = await get(url, {
    valid_status_codes: [404],
    fail_if_body_matches_regexp: ['hello'],
  });

  assert.equal(verdict, 'status: got 200, want 404');
  assert.equal(values['probe_failed_due_to_regex'], 0);
  assert.equal(values['probe_http_uncompressed_body_length'], 5);
});

test('unpacks what it is told to unpack', async (t) => {
  const text = 'hello '.repeat(50_000);
  async function check(compression: string, body: Buffer): Promise<void> {
    const url = await serveBody(t, body);
    const { verdict, values } = await get(url, {
      compression,
      fail_if_body_not_matches_regexp: ['^(hello )+$'],
    });
    assert.equal(verdict, 'success');
    assert.equal(values['probe_http_uncompressed_body_length'], text.length);
    assert.equal(values['probe_http_content_length'], body.length);
  }

  await check('gzip', gzipSync(text));
  await check('GZIP', gzipSync(text));
  await check('br', brotliCompressSync(text));
  await check('deflate', deflateSync(text));
  await check('deflate', deflateRawSync(text));
  await check('identity', Buffer.from(text));
});

test('a body that is packed otherwise, broken or missing is no payload', async (t) => {
  async function check(compression: string, body: Buffer, wanted: RegExp): Promise<void> {
    const { verdict, phase } = await get(await serveBody(t, body), { compression });
    assert.match(verdict, wanted);
    assert.equal(phase, 'transfer');
  }
  const packed = gzipSync('hello '.repeat(1000));

  await check(
    'gzip',
    Buffer.from('hello'),
    /^payload: the body is not gzip: incorrect header check$/,
  );
  await check('br', packed, /^payload: the body is not br: /);
  await check('deflate', packed, /^payload: the body is not deflate: /);
  await check('gzip', packed.subarray(0, -9), /^payload: the body is not gzip: unexpected end/);
  await check('gzip', Buffer.alloc(0), /^payload: got no body, want one in gzip$/);
});

test('body_size_limit is the most that may come out', async (t) => {
  async function check(body: Buffer, compression: string, wanted: string): Promise<void> {
    const { verdict, values } = await get(await serveBody(t, body), {
      compression,
      body_size_limit: '128B',
    });
    assert.equal(verdict, wanted);
    assert.equal(values['probe_http_uncompressed_body_length'], 128);
  }
  const tooMuch = 'content: got a body of more than 128 bytes, want no more by body_size_limit';

  await check(Buffer.alloc(128, 'a'), 'identity', 'success');
  await check(Buffer.alloc(129, 'a'), 'identity', tooMuch);
  await check(gzipSync(Buffer.alloc(128, 'a')), 'gzip', 'success');
  await check(gzipSync(Buffer.alloc(129, 'a')), 'gzip', tooMuch);
  // A bomb: 64 MiB out of 64 KiB.
  await check(gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'gzip', tooMuch);
});

test('a body that is too long to be looked at satisfies no rule', async (t) => {
  const url = await serveBody(t, Buffer.alloc(17 * 1024 * 1024, 'a'));

  const unseen = await get(url);
  const { verdict, values } = await get(url, { fail_if_body_matches_regexp: ['b'] });
  const allowed = await get(url, { fail_if_body_matches_regexp: ['b'], body_size_limit: '20MB' });

  assert.equal(unseen.verdict, 'success');
  assert.equal(unseen.values['probe_http_uncompressed_body_length'], 17 * 1024 * 1024);
  assert.match(verdict, /^content: got a body of more than 16777216 bytes, which is as far/);
  assert.equal(values['probe_failed_due_to_regex'], 1);
  assert.equal(allowed.verdict, 'success');
});

test('a bomb without a limit is only counted', async (t) => {
  const bytes = 64 * 1024 * 1024;
  const url = await serveBody(t, gzipSync(Buffer.alloc(bytes)));

  const { verdict, values } = await get(url, { compression: 'gzip' });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_uncompressed_body_length'], bytes);
});

test('what all runs together keep for their rules has a limit, and is given back', () => {
  const piece = Buffer.alloc(16 * 1024 * 1024);
  const options = {
    compression: 'identity',
    isKept: true,
    show: () => {},
    onLength: () => {},
  } as const;
  const first = readBody({ ...options, sizeLimit: 2 ** 40 });
  for (let bytes = 0; bytes < 256 * 1024 * 1024; bytes += piece.length) void first.sink(piece);
  const second = readBody({ ...options, sizeLimit: 0 });
  const message = 'the bodies that rules of all runs wait for take 268435456 bytes already';

  assert.throws(() => second.sink(Buffer.alloc(1)), { reason: 'internal', message });
  first.destroy();
  void second.sink(Buffer.alloc(1));
  second.destroy();
});

test('a compression that nobody knows is told of once the answer is there', async (t) => {
  const url = await serveBody(t, Buffer.from('hello'));

  const { verdict, values } = await get(url, {
    compression: 'zstd',
    fail_if_body_matches_regexp: ['hello'],
  });

  assert.equal(verdict, 'internal: nobody here can unpack the compression "zstd"');
  assert.equal(values['probe_http_status_code'], 200);
  assert.equal(values['probe_http_uncompressed_body_length'], 5);
  assert.equal(values['probe_failed_due_to_regex'], 0);
});

test('a body that does not begin as its compression does was not looked at, one that breaks off was', async (t) => {
  const rules = { compression: 'gzip', fail_if_body_not_matches_regexp: ['a'] };
  const regex = async (body: Buffer, more: object = {}): Promise<number | undefined> => {
    const { verdict, values } = await get(await serveBody(t, body), { ...rules, ...more });
    assert.match(verdict, /^payload: /);
    return values['probe_failed_due_to_regex'];
  };
  const packed = gzipSync(Buffer.alloc(10_000, 'a'));

  assert.equal(await regex(Buffer.from('plain')), 0);
  assert.equal(await regex(Buffer.alloc(0)), 0);
  assert.equal(await regex(packed.subarray(0, -4)), 1);
  assert.equal(await regex(Buffer.from('plain'), { compression: 'br' }), 1);
});

test('what came of a packed body is counted, though it breaks off', async (t) => {
  const packed = gzipSync('hello');
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Length': packed.length + 1 });
    response.write(packed, () => response.destroy());
  });
  const url = `http://shop.test:${await serve(t, server)}/`;

  const { verdict, values } = await get(url, { compression: 'gzip' });

  assert.match(verdict, /^reset: /);
  assert.equal(values['probe_http_uncompressed_body_length'], 5);
});

test('nothing may follow a body in br', async (t) => {
  const body = Buffer.concat([brotliCompressSync('hello'), Buffer.from('more')]);

  const { verdict } = await get(await serveBody(t, body), { compression: 'br' });

  assert.equal(verdict, 'payload: the body is not br: there is something behind its end');
});
