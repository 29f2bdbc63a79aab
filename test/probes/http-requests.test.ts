import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { get, type HttpRun } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';

interface Shop {
  readonly port: number;
  /** All that was said to it, a text for each request. */
  readonly heard: readonly string[];
}

/** A server that notes what it hears, and answers the path `/to/TEXT`, if asked first, by a redirect to that text. */
async function listening(t: TestContext): Promise<Shop> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!text.includes('\r\n\r\n')) return;
      heard.push(text);
      const [, to] = /^\S+ \/to\/(\S*)/.exec(text) ?? [];
      socket.end(
        to === undefined || heard.length > 1
          ? 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
          : `HTTP/1.1 302 Found\r\nLocation: ${decodeURIComponent(to)}\r\nContent-Length: 0\r\n\r\n`,
      );
    });
  });
  return { port: await serve(t, server), heard };
}

const linesOf = (text: string | undefined): readonly string[] =>
  (text ?? '').trimEnd().split('\r\n');

test('the request goes out as the target was written', async (t) => {
  const { port, heard } = await listening(t);
  async function check(written: string, wanted: string): Promise<void> {
    await get(`http://shop.test:${port}${written}`);
    assert.equal(linesOf(heard.at(-1))[0], `GET ${wanted} HTTP/1.1`);
  }

  await check('', '/');
  await check('/a/../b//c', '/a/../b//c');
  await check('/%2e%2E/%7e', '/%2e%2E/%7e');
  await check('/a|b', '/a%7Cb');
  await check('/a b?c d', '/a%20b?c d');
  await check('/é?é', '/%C3%A9?\u00c3\u00a9');
  await check('/a?#part', '/a?');
});

test('the head of a request is no longer than it must be', async (t) => {
  const { port, heard } = await listening(t);
  const asked = async (config: object): Promise<readonly string[]> => {
    await get(`http://Shop.test:${port}/`, { headers: { 'User-Agent': 'me' }, ...config });
    return linesOf(heard.at(-1)).filter((line) => !/^(User-Agent|Host|Connection):/.test(line));
  };

  assert.deepEqual(await asked({}), ['GET / HTTP/1.1']);
  assert.deepEqual(await asked({ method: 'PROPFIND' }), ['PROPFIND / HTTP/1.1']);
  assert.deepEqual(await asked({ method: 'DELETE' }), ['DELETE / HTTP/1.1']);
  assert.deepEqual(await asked({ method: 'CONNECT' }), ['CONNECT / HTTP/1.1']);
  assert.deepEqual(await asked({ method: 'get' }), ['get / HTTP/1.1']);
  assert.deepEqual(await asked({ method: 'POST' }), ['POST / HTTP/1.1', 'Content-Length: 0']);
  assert.ok(heard[0]?.includes(`\r\nHost: Shop.test:${port}\r\n`));
});

test('a body of bytes goes out as those bytes', async (t) => {
  const { port, heard } = await listening(t);

  await get(`http://shop.test:${port}/`, { method: 'POST', body: Buffer.from([0, 1, 2, 255]) });

  assert.ok(heard[0]?.endsWith('Content-Length: 4\r\n\r\n\x00\x01\x02\xff'));
});

test('what HTTP cannot carry fails the run, once the target has been looked up', async (t) => {
  const { port, heard } = await listening(t);
  async function check(config: object): Promise<void> {
    const { verdict, values } = await get(`http://shop.test:${port}/`, config);
    assert.match(verdict, /^internal: /);
    assert.equal(values['probe_ip_protocol'], 4);
  }

  await check({ method: 'G ET' });
  await check({ headers: { 'a b': 'c' } });
  await check({ headers: { '': 'c' } });
  await check({ headers: { 'X-A': 'a\r\nX-B: b' } });
  assert.deepEqual(heard, []);
});

/** Follows a redirect, and gives the lines of the request that it led to. */
async function after(
  t: TestContext,
  location: (port: number) => string,
  { user = '', config = {} } = {},
): Promise<readonly string[]> {
  const { port, heard } = await listening(t);
  const to = encodeURIComponent(location(port));
  await get(`http://${user}shop.test:${port}/to/${to}`, config);
  assert.equal(heard.length, 2);
  return linesOf(heard[1]);
}

test('a redirect that names a user is followed as that user', async (t) => {
  const shown = async (
    location: (port: number) => string,
    more: object = {},
  ): Promise<string | undefined> =>
    (await after(t, location, more)).find((line) => /^authorization:/i.test(line));
  const ann = { user: 'ann:a@' };
  const basic = { config: { basic_auth: { username: 'cod', password: 'c' } } };
  const as = (user: string): string =>
    `Authorization: Basic ${Buffer.from(user).toString('base64')}`;

  assert.equal(await shown((port) => `http://bob:b%40@shop.test:${port}/`), as('bob:b@'));
  assert.equal(await shown((port) => `http://bob@other.test:${port}/`, ann), as('bob:'));
  assert.equal(await shown((port) => `http://bob:b@other.test:${port}/`, basic), as('bob:b'));
  assert.equal(await shown(() => '/', ann), as('ann:a'));
  assert.equal(await shown((port) => `http://shop.test:${port}/`, ann), as('ann:a'));
  assert.equal(await shown((port) => `http://other.test:${port}/`, ann), undefined);
});

test('a configured Host header stays until a redirect names a host', async (t) => {
  const config = { headers: { Host: 'set.test' } };
  const host = async (location: (port: number) => string): Promise<string | undefined> =>
    (await after(t, location, { config }))[1]?.replace(/:\d+$/, '');

  assert.equal(await host(() => '/a'), 'Host: set.test');
  assert.equal(await host(() => 'a'), 'Host: set.test');
  assert.equal(await host(() => '///a'), 'Host: set.test');
  assert.equal(await host((port) => `http://shop.test:${port}/a`), 'Host: shop.test');
  assert.equal(await host((port) => `//shop.test:${port}/a`), 'Host: shop.test');
});

test('a redirect is followed without dots, as it is escaped', async (t) => {
  const asked = async (location: string): Promise<string | undefined> =>
    (await after(t, () => location))[0];

  assert.equal(await asked('/a/../b/./c'), 'GET /b/c HTTP/1.1');
  assert.equal(await asked('x y'), 'GET /to/x%20y HTTP/1.1');
  assert.equal(await asked('/%2e%2e/a|b'), 'GET /a%7Cb HTTP/1.1');
  assert.equal(await asked('/a#part'), 'GET /a HTTP/1.1');
});

test('a cookie is for the host that the Host header names', async (t) => {
  const run = async (config: object): Promise<HttpRun & { cookie: string | undefined }> => {
    const server = createServer((socket) => {
      socket.once('data', (chunk: Buffer) => {
        heard.push(chunk.toString('latin1'));
        socket.end(
          'HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: a=1; Domain=set.test\r\nContent-Length: 0\r\n\r\n',
        );
      });
    });
    const heard: string[] = [];
    const port = await serve(t, server);
    const result = await get(`http://shop.test:${port}/`, config);
    const cookie = linesOf(heard[1]).find((line) => line.startsWith('Cookie: '));
    return { ...result, cookie };
  };

  assert.equal((await run({ headers: { Host: 'www.set.test' } })).cookie, 'Cookie: a=1');
  assert.equal((await run({})).cookie, undefined);
});
