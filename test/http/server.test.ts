import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ListenAddress, parseListenAddress } from '../../src/http/place.ts';
import { type Handler, listen, PLAIN } from '../../src/http/server.ts';
import { get, startWith } from '../support/exporter.ts';

const hello: Handler = async (_request, response) => {
  response.end('hello');
};

async function taken(t: TestContext, host: string): Promise<number> {
  const server: Server = createServer().listen(0, host);
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return address.port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  server.close();
  await once(server, 'close');
  return address.port;
}

async function body(url: string): Promise<string> {
  return (await fetch(url)).text();
}

test('an address is [HOST]:PORT, with brackets around what has colons', () => {
  const check = (text: string, wanted: ListenAddress) => {
    assert.deepEqual(parseListenAddress(text), wanted);
  };
  const refuses = (text: string, wanted: RegExp) => {
    assert.throws(() => parseListenAddress(text), { message: wanted });
  };

  check(':9115', { host: undefined, port: 9115 });
  check('0.0.0.0:9115', { host: undefined, port: 9115 });
  check('[::]:9115', { host: '::', port: 9115 });
  check('[::1]:0', { host: '::1', port: 0 });
  check('[fe80::1%lo]:65535', { host: 'fe80::1%lo', port: 65535 });
  check('localhost:9115', { host: 'localhost', port: 9115 });
  refuses('9115', /^got listen address "9115", want \[HOST\]:PORT$/);
  refuses('::1:9115', /want \[HOST\]:PORT/);
  refuses('[::1]9115', /want \[HOST\]:PORT/);
  refuses(':65536', /want \[HOST\]:PORT/);
  refuses(':http', /want \[HOST\]:PORT/);
  refuses('vsock://:9115', /^got listen address "vsock:\/\/:9115", but vsock cannot be had here/);
});

test('no host, 0.0.0.0 and [::] mean both families', async (t) => {
  for (const text of [':0', '0.0.0.0:0', '[::]:0']) {
    const { urls, close } = await listen(hello, [parseListenAddress(text)], PLAIN);
    t.after(close);
    const [url = ''] = urls;
    const { port } = new URL(url);

    assert.equal(url, `http://localhost:${port}/`);
    assert.equal(await body(`http://127.0.0.1:${port}/`), 'hello');
    assert.equal(await body(`http://[::1]:${port}/`), 'hello');
  }
});

test('whoever comes back within five minutes finds the connection as it was', async (t) => {
  const { urls, close } = await listen(hello, [parseListenAddress('127.0.0.1:0')], PLAIN);
  t.after(close);

  const { headers } = await fetch(urls[0] ?? '');

  assert.equal(headers.get('keep-alive'), 'timeout=360');
});

test('several addresses are all listened to, each under its own URL', async (t) => {
  const addresses = ['127.0.0.1:0', '[::1]:0'].map(parseListenAddress);
  const { urls, close } = await listen(hello, addresses, PLAIN);
  t.after(close);

  assert.match(urls.join(' '), /^http:\/\/127\.0\.0\.1:\d+\/ http:\/\/\[::1\]:\d+\/$/);
  assert.deepEqual(await Promise.all(urls.map(body)), ['hello', 'hello']);
});

test('when the second address is taken, the first is given back', async (t) => {
  const used = await taken(t, '127.0.0.1');
  const free = await freePort();
  const addresses = [`127.0.0.1:${free}`, `127.0.0.1:${used}`].map(parseListenAddress);

  await assert.rejects(listen(hello, addresses, PLAIN), { code: 'EADDRINUSE', port: used });

  const again = createServer().listen(free, '127.0.0.1');
  await once(again, 'listening');
  again.close();
});

test('the end waits for who is being answered, and destroy() for nobody', async () => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const silent: Handler = async () => isAsked();
  const { urls, close, destroy } = await listen(silent, [parseListenAddress('127.0.0.1:0')], PLAIN);
  const { port } = new URL(urls[0] ?? '');
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await asked;

  let closed = false;
  const closing = close().then(() => (closed = true));
  await new Promise(setImmediate);
  assert.equal(closed, false);
  destroy();

  await closing;
});

test('a request that is only half there does not hold up the end', async (t) => {
  const exporter = await startWith(t, 'modules: {}\n');
  const { port } = new URL(exporter.url);
  const socket = connect(Number(port), '127.0.0.1');
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  socket.write('GET /metr');
  // The exporter has seen the connection once it has answered another one.
  await get(`${exporter.url}-/healthy`);
  const closed = once(socket, 'close');
  socket.resume();

  await exporter.close();

  await closed;
});
