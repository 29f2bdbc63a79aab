import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { classify } from '../../../src/failure.ts';
import { dial } from '../../../src/net/connect.ts';
import type { HttpHead, HttpRequest } from '../../../src/net/http-message.ts';
import { exchangeHttp1 } from '../../../src/net/http1/exchange.ts';
import { openNetwork } from '../../support/run-target.ts';
import { serve } from '../../support/serve.ts';

const { signal } = new AbortController();
const GET = { method: 'GET', path: '/', host: 'shop.test', headers: [] };

interface Answer {
  readonly head: HttpHead;
  readonly body: string;
}

/** Asks a server that says these pieces, each in a packet of its own, and hangs up. */
async function answerTo(
  t: TestContext,
  pieces: readonly string[],
  request: Partial<HttpRequest> = {},
): Promise<Answer> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.once('data', () => void say(socket, pieces));
  });
  const port = await serve(t, server);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  const heard: Buffer[] = [];
  try {
    const head = await exchangeHttp1(
      socket,
      { ...GET, ...request },
      {
        onHead: () => (chunk) => {
          heard.push(chunk);
          return undefined;
        },
      },
    );
    return { head, body: Buffer.concat(heard).toString('latin1') };
  } finally {
    socket.destroy();
  }
}

async function say(socket: Socket, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    socket.write(piece, 'latin1');
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.end();
}

async function verdictOn(
  t: TestContext,
  text: string,
  request: Partial<HttpRequest> = {},
): Promise<string> {
  const error: unknown = await answerTo(t, [text], request).then(
    ({ head, body }) => assert.fail(`got ${head.status} and ${JSON.stringify(body)}`),
    (thrown) => thrown,
  );
  const { reason, detail } = classify(error, signal);
  return `${reason}: ${detail}`;
}

test('the body ends where the head, its chunks, or the connection say', async (t) => {
  async function check(text: string, body: string, request: Partial<HttpRequest> = {}) {
    assert.equal((await answerTo(t, [text], request)).body, body, text);
    // The same, cut wherever it can be cut.
    assert.equal((await answerTo(t, text.split(''), request)).body, body, `${text}, byte by byte`);
  }

  await check('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokand more', 'ok');
  await check('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore', '');
  await check('HTTP/1.1 200 OK\r\n\r\nto the end', 'to the end');
  await check('HTTP/1.0 200 OK\r\n\r\n', '');
  await check('HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nto the end', 'to the end');
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  await check(`${chunked}2\r\nok\r\n0\r\n\r\nmore`, 'ok');
  await check(
    `${chunked}2;a=b\r\nok\r\n0A\r\n and more.\r\n000\r\nX-Sum: 1\r\n\r\n`,
    'ok and more.',
  );
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    'a',
  );
  await check('HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n', '1\r\na\r\n');
  await check('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello', '');
  await check('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', '');
  await check('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', '', { method: 'HEAD' });
  await check('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '', { method: 'HEAD' });
});

test('heads as careless servers write them are understood', async (t) => {
  async function check(text: string, wanted: Partial<HttpHead>) {
    const { head } = await answerTo(t, [text]);
    assert.deepEqual({ ...head, ...wanted }, head, text);
  }

  await check('HTTP/1.1 200\r\n\r\n', { status: 200, version: 'HTTP/1.1', headers: {} });
  await check('HTTP/1.1  404  Gone fishing \r\n\r\n', { status: 404 });
  await check('HTTP/1.2 999 What\n\n', { status: 999, version: 'HTTP/1.2' });
  await check('HTTP/1.1 200 OK\nX-A: 1\n\nbody', { headers: { 'x-a': '1' } });
  await check('HTTP/1.1 200 OK\r\nX-A:1 \t\r\nx-a:\r\nX-A: 3\r\n\r\n', {
    headers: { 'x-a': ['1', '', '3'] },
  });
  await check('HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\n\tthree \r\nB: \xe9\r\n\r\n', {
    headers: { 'x-a': 'one two three', b: '\xe9' },
  });
  await check('HTTP/1.1 200 OK\r\nServer : old\r\n\r\n', {
    headers: { 'server ': 'old' },
  });
  await check('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n', { status: 200 });
  await check('HTTP/1.1 200 OK\r\n__proto__: x\r\nconstructor: y\r\n\r\n', { status: 200 });
});

test('interim answers are skipped, but a 101 is the last word', async (t) => {
  async function check(text: string, status: number) {
    assert.equal((await answerTo(t, [text])).head.status, status, text);
  }

  await check('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n', 204);
  await check(
    'HTTP/1.1 103 Hints\r\nLink: a\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
    200,
  );
  await check('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nwhatever follows', 101);
});

test('what is no answer of HTTP is told from one that broke off', async (t) => {
  async function check(text: string, wanted: RegExp, request: Partial<HttpRequest> = {}) {
    assert.match(await verdictOn(t, text, request), wanted, text);
  }

  await check('', /^reset: the server closed the connection without an answer$/);
  await check('HTTP/1.1 200 OK\r\nA: b', /^reset: .* without an answer$/);
  await check(
    '220 mail.test ESMTP\r\n\r\n',
    /^protocol: got "220 mail.test ESMTP", want an answer of HTTP$/,
  );
  await check('\r\n\r\n', /^protocol: got "", want an answer of HTTP$/);
  await check('HTTP/1.1 20 OK\r\n\r\n', /^protocol: got "HTTP\/1.1 20 OK"/);
  await check('HTTP/1.1 2000 OK\r\n\r\n', /^protocol: /);
  await check(
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    /^protocol: got the header line "no colon", want name: value$/,
  );
  await check('HTTP/1.1 200 OK\r\n folded: first\r\n\r\n', /^protocol: got the header line/);
  await check('HTTP/1.1 200 OK\r\nA(b): c\r\n\r\n', /^protocol: got the header line/);
  await check('HTTP/1.1 200 OK\r\n: nameless\r\n\r\n', /^protocol: got the header line/);
  await check('HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n', /^protocol: got the header line/);
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
    /^protocol: got the content length "-1"$/,
  );
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    /content length "1, 2"$/,
  );
  await check('HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n', /transfer encoding "gzip"$/);
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell',
    /^reset: .* before the end of its answer$/,
  );
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nhell',
    /^reset: .* before the end of its answer$/,
  );
  await check(
    'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhell',
    /content length "99999999999999999999"$/,
  );
});

test('broken chunks are refused, also those that only hide something', async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  async function check(chunks: string, wanted: RegExp) {
    assert.match(await verdictOn(t, head + chunks), wanted, chunks.slice(0, 50));
  }

  await check('2\r\nok', /^reset: .* before the end of its answer$/);
  await check('2\r\nok\r\n0\r\n', /^reset: /);
  await check('x\r\n', /^protocol: got the chunk size "x"$/);
  await check('\r\n', /^protocol: got the chunk size ""$/);
  await check('-1\r\n', /^protocol: got the chunk size/);
  await check('fffffffffffffffff\r\n', /^protocol: got the chunk size/);
  await check('2\r\r\nok\r\n0\r\n\r\n', /^protocol: got the chunk size/);
  await check('2\nok\r\n', /^protocol: got "2\\n" amid the chunks, want CR LF at its end$/);
  await check('2\r\nokay\r\n', /^protocol: got "ay" behind a chunk$/);
  await check('0\r\nno colon\r\n\r\n', /^protocol: got the trailer "no colon"$/);
  await check(`1;${'a'.repeat(5000)}\r\n`, /^protocol: got a line of more than 4096 bytes/);
  await check(
    `1;${'a'.repeat(1000)}\r\na\r\n`.repeat(40),
    /^protocol: got chunks that hold next to no data$/,
  );
});

test('heads are read up to a mebibyte', async (t) => {
  const padded = (bytes: number): string =>
    `HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1000)}\r\n`.repeat(bytes / 1000)}\r\n`;

  assert.equal((await answerTo(t, [padded(1_000_000)])).head.status, 200);
  assert.match(
    await verdictOn(t, padded(1_200_000)),
    /^protocol: got headers of more than 1048576 bytes$/,
  );
});

test('the request goes out as it is given', async (t) => {
  async function check(request: Partial<HttpRequest>, wanted: string) {
    const heard = Promise.withResolvers<string>();
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        heard.resolve(bytes.toString('latin1'));
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
    });
    const port = await serve(t, server);
    const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
    await exchangeHttp1(socket, { ...GET, ...request }, { onHead: () => () => undefined });
    socket.destroy();
    assert.equal(await heard.promise, wanted);
  }

  await check({}, 'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n');
  await check(
    { path: '/a/../b?c=|', headers: ['X-A', '1', 'X-A', '\xe9'] },
    'GET /a/../b?c=| HTTP/1.1\r\nHost: shop.test\r\nX-A: 1\r\nX-A: \xe9\r\nConnection: close\r\n\r\n',
  );
  await check(
    { method: 'POST' },
    'POST / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
  await check(
    { method: 'GET', body: Buffer.from('é') },
    'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\nContent-Length: 2\r\n\r\n\xc3\xa9',
  );
  await check(
    { upgrade: 'websocket' },
    'GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
});

test('a megabyte of blanks in a header holds nobody up', async (t) => {
  const blanks = ' \t'.repeat(225_000);
  const { head } = await answerTo(t, [
    `HTTP/1.1 200 OK\r\nx: \t a${blanks}b\t \r\ny:${blanks}\r\nContent-Length: 0\r\n\r\n`,
  ]).catch((error: unknown) => Promise.reject(classify(error, signal)));

  assert.equal(head.headers['x'], `a${blanks}b`);
});
