import assert from 'node:assert/strict';
import { createSecureServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { type TestContext, test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { get } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';

const issued = selfSigned({ subject: [['CN', 'shop']], names: ['shop.test'] });
const trusting = { tls_config: { ca: issued.pem } };

/** A server of HTTP/2 alone. Gives its URL. */
async function serving(
  t: TestContext,
  answer: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
): Promise<string> {
  const server = createSecureServer({ key: issued.key, cert: issued.pem });
  server.on('stream', (stream: ServerHttp2Stream, headers) => answer(stream, headers));
  return `https://shop.test:${await serve(t, server)}/`;
}

test('rules see each value of a repeated header', async (t) => {
  const url = await serving(t, (stream) => {
    stream.respond({ ':status': 200, 'x-a': ['1', '2'], 'set-cookie': ['a=1', 'b=2'] });
    stream.end();
  });
  const wants = (header: string, regexp: string): object => ({
    ...trusting,
    fail_if_header_not_matches: [{ header, regexp }],
  });

  assert.equal((await get(url, wants('X-A', '^2$'))).verdict, 'success');
  assert.equal((await get(url, wants('Set-Cookie', '^b=2$'))).verdict, 'success');
  assert.equal(
    (await get(url, wants('X-A', '^1, 2$'))).verdict,
    'content: the header X-A: got "1, 2", want "^1, 2$"',
  );
});

test('a request says all that it would over HTTP/1', async (t) => {
  const seen: IncomingHttpHeaders[] = [];
  const url = await serving(t, (stream, headers) => {
    seen.push(headers);
    stream.respond({ ':status': 200 }, { endStream: true });
  });

  const { verdict } = await get(`${url}a|b?c|d`, {
    ...trusting,
    method: 'PUT',
    headers: { Host: 'shop.test', 'X-A': 'é', 'User-Agent': 'me' },
    http_headers: { 'X-B': { values: ['1', '2'] } },
  });

  assert.equal(verdict, 'success');
  assert.deepEqual(
    seen.map((headers) => Object.fromEntries(Object.entries(headers))),
    [
      {
        ':method': 'PUT',
        ':scheme': 'https',
        ':authority': 'shop.test',
        ':path': '/a%7Cb?c|d',
        'x-a': '\u00c3\u00a9',
        'user-agent': 'me',
        'x-b': '1, 2',
        'content-length': '0',
      },
    ],
  );
});

test('an answer that is over with its head has the length 0, another that is empty has none', async (t) => {
  const url = await serving(t, (stream, { ':path': path }) => {
    stream.respond({ ':status': 200 }, { endStream: path === '/head' });
    if (path !== '/head') stream.end();
  });

  const over = await get(`${url}head`, trusting);
  const empty = await get(`${url}empty`, trusting);
  const asked = await get(`${url}head`, { ...trusting, method: 'HEAD' });

  assert.equal(over.values['probe_http_content_length'], 0);
  assert.equal(empty.values['probe_http_content_length'], -1);
  assert.equal(asked.values['probe_http_content_length'], -1);
});

test('an answer of many and long headers is read', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x-${index}`, 'a']));
  const url = await serving(t, (stream) => {
    stream.respond({ ':status': 200, ...many, 'x-long': 'a'.repeat(30_000) });
    stream.end();
  });

  assert.equal((await get(url, trusting)).verdict, 'success');
});
