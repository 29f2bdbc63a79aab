import assert from 'node:assert/strict';
import { createServer, type Http2ServerRequest, type Settings } from 'node:http2';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { classify } from '../../src/failure.ts';
import { dial } from '../../src/net/connect.ts';
import type { HttpRequest } from '../../src/net/http-message.ts';
import { exchangeHttp2 } from '../../src/net/http2.ts';
import {
  body,
  frame,
  goAway,
  headers,
  reset,
  serveFrames,
  settings,
} from '../support/http2-frames.ts';
import { listen } from '../support/listen.ts';
import { openNetwork } from '../support/run-target.ts';
import { serve } from '../support/serve.ts';

const GET = { method: 'GET', path: '/', host: 'shop.test', headers: [] };

/** Asks a server that says these frames, and hangs up if it says so: the verdict, or what came. */
async function answerTo(
  t: TestContext,
  say: (socket: Socket) => readonly Buffer[],
  request: HttpRequest = GET,
): Promise<string> {
  const address = await serveFrames(t, say);
  return answerFrom(Number(address.split(':').at(-1)), request);
}

async function answerFrom(port: number, request: HttpRequest): Promise<string> {
  const signal = AbortSignal.timeout(5000);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  let heard = '';
  try {
    const head = await exchangeHttp2(socket, request, {
      onHead: () => (chunk) => {
        heard += chunk.toString();
        return undefined;
      },
    });
    return `${head.status} ${heard}`;
  } catch (error) {
    const { reason } = classify(error, signal);
    return `${reason} after ${JSON.stringify(heard)}`;
  } finally {
    socket.destroy();
  }
}

const OK = { ':status': '200' };
const part = (...more: readonly Buffer[]): readonly Buffer[] => [
  headers(OK, 'more'),
  body(Buffer.from('part')),
  ...more,
];

test('an answer is whole only if the server says so', async (t) => {
  const check = async (say: (socket: Socket) => readonly Buffer[], wanted: string): Promise<void> =>
    assert.equal(await answerTo(t, say), wanted);

  await check(() => part(body(Buffer.from('s'), 'end')), '200 parts');
  await check(() => part(headers({ 'x-t': '1' }, 'end')), '200 part');
  await check(() => part(reset(2)), 'protocol after "part"');
  await check(() => part(reset(8)), 'reset after "part"');
  await check((socket) => {
    setImmediate(() => socket.end());
    return part();
  }, 'reset after "part"');
  await check(() => [reset(7)], 'protocol after ""');
  await check(() => [goAway(0, 0)], 'protocol after ""');
  await check(() => [goAway(0, 11)], 'protocol after ""');
  await check(() => [frame(0x63, 0, 0, Buffer.from('x')), headers(OK, 'end')], '200 ');
});

test('interim answers are not the answer', async (t) => {
  const interim = headers({ ':status': '103', link: '</a>' }, 'more');

  assert.equal(await answerTo(t, () => [interim, headers(OK, 'end')]), '200 ');
});

test('frames that make no sense fail by protocol', async (t) => {
  assert.equal(await answerTo(t, () => [headers({ 'X-A': 'b' }, 'end')]), 'protocol after ""');
  assert.equal(await answerTo(t, () => [body(Buffer.from('a'))]), 'protocol after ""');
});

test('a server that speaks something else fails by protocol', async (t) => {
  const address = await listen(
    t,
    (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
  );
  const port = Number(address.split(':').at(-1));

  assert.equal(await answerFrom(port, GET), 'protocol after ""');
});

const HEADERS = 1;
const CONTINUATION = 9;
const END_HEADERS = 4;
/** `:status: 200` and the header `a: b`, as one block. */
const BLOCK = Buffer.from('880001610162', 'hex');

test('headers may take several frames, with nothing in between', async (t) => {
  const check = async (frames: readonly Buffer[], wanted: string): Promise<void> =>
    assert.equal(await answerTo(t, () => [...frames, body(Buffer.from('x'), 'end')]), wanted);
  const begun = frame(HEADERS, 0, 1, BLOCK.subarray(0, 2));
  const between = frame(CONTINUATION, 0, 1, BLOCK.subarray(2, 2));
  const ended = frame(CONTINUATION, END_HEADERS, 1, BLOCK.subarray(2));

  await check([begun, between, ended], '200 x');
  await check([begun, frame(6, 0, 0, Buffer.alloc(8)), ended], 'protocol after ""');
  await check([begun, frame(CONTINUATION, END_HEADERS, 3, BLOCK.subarray(2))], 'protocol after ""');
  await check([ended], 'protocol after ""');
});

test('headers that never end are not kept', async (t) => {
  const part = frame(CONTINUATION, 0, 1, Buffer.alloc(16_384));

  assert.equal(
    await answerTo(t, () => [
      frame(HEADERS, 0, 1, BLOCK),
      ...Array.from({ length: 70 }, () => part),
    ]),
    'protocol after ""',
  );
});

test('padding and priorities are no part of an answer', async (t) => {
  const PADDED = 8;
  const PRIORITY = 0x20;
  const padding = Buffer.from([0, 0, 0]);
  const fields = Buffer.concat([Buffer.from([3, 0, 0, 0, 1, 9]), BLOCK, padding]);
  const bytes = Buffer.concat([Buffer.from([3]), Buffer.from('ab'), padding]);
  const head = frame(HEADERS, END_HEADERS | PADDED | PRIORITY, 1, fields);

  assert.equal(await answerTo(t, () => [head, frame(0, PADDED | 1, 1, bytes)]), '200 ab');
  assert.equal(
    await answerTo(t, () => [head, frame(0, PADDED | 1, 1, Buffer.from([2, 0]))]),
    'protocol after ""',
  );
});

test('a body is as long as its head says', async (t) => {
  const check = async (
    length: string,
    wanted: string,
    request: HttpRequest = GET,
  ): Promise<void> => {
    const said = headers({ ...OK, 'content-length': length }, 'more');
    const say = () => [said, body(Buffer.from('abc'), 'end')];
    assert.equal(await answerTo(t, say, request), wanted);
  };

  await check('3', '200 abc');
  await check('4', 'protocol after "abc"');
  await check('2', 'protocol after "abc"');
  const said = headers({ ...OK, 'content-length': '9' }, 'end');
  assert.equal(await answerTo(t, () => [said]), 'protocol after ""');
  assert.equal(await answerTo(t, () => [said], { ...GET, method: 'HEAD' }), '200 ');
});

test('what a server may not say fails by protocol', async (t) => {
  const word = (number: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    return bytes;
  };
  const check = async (...frames: readonly Buffer[]): Promise<void> =>
    assert.equal(await answerTo(t, () => frames), 'protocol after ""');
  const ok = headers(OK, 'more');

  // Larger than anybody allowed.
  await check(ok, frame(0, 0, 1, Buffer.alloc(16_385)));
  // On streams that nobody opened.
  await check(ok, frame(0, 0, 3, Buffer.from('x')));
  await check(frame(HEADERS, END_HEADERS, 2, BLOCK));
  await check(frame(5, END_HEADERS, 1, Buffer.alloc(8)));
  await check(frame(3, 0, 0, word(0)));
  // Windows that do not open, or too far.
  await check(frame(8, 0, 0, word(0)));
  await check(frame(8, 0, 1, word(2 ** 31 - 1)));
  await check(frame(8, 0, 0, Buffer.alloc(3)));
  // Settings in halves, and out of bounds.
  await check(frame(4, 0, 0, Buffer.alloc(5)));
  await check(frame(4, 0, 0, Buffer.from('0004ffffffff', 'hex')));
  await check(frame(4, 0, 0, Buffer.from('000500000001', 'hex')));
  await check(frame(4, 0, 1, Buffer.alloc(0)));
  await check(frame(6, 0, 0, Buffer.alloc(7)));
  await check(frame(7, 0, 0, Buffer.alloc(7)));
  // No status, a strange one, and one that cannot be all.
  await check(headers({ a: 'b' }, 'end'));
  await check(headers({ ':status': '99' }, 'end'));
  await check(headers({ ':status': '101' }, 'more'));
  await check(headers({ ':status': '103' }, 'end'));
  await check(headers({ a: 'b', ':status': '200' }, 'end'));
  await check(headers({ ...OK, a: 'b\n' }, 'end'));
  await check(headers({ ...OK, 'a b': 'c' }, 'end'));
  // Trailers that are none.
  await check(ok, headers({ a: 'b' }, 'more'));
  await check(ok, headers(OK, 'end'));
});

test('a server that only wants answers gets none in the end', async (t) => {
  const pings = Array.from({ length: 1001 }, () => frame(6, 0, 0, Buffer.alloc(8)));

  assert.equal(await answerTo(t, () => pings), 'protocol after ""');
});

test('settings and pings are answered', async (t) => {
  const { promise: heardAll, resolve } = Promise.withResolvers<void>();
  const ping = Buffer.from('0102030405060708', 'hex');
  const ACK = 1;
  const wanted = Buffer.concat([frame(4, ACK, 0, Buffer.alloc(0)), frame(6, ACK, 0, ping)]);
  const address = await listen(t, (socket) => {
    let heard = Buffer.alloc(0);
    socket.write(Buffer.concat([settings(), frame(6, 0, 0, ping)]));
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      if (heard.subarray(-wanted.length).equals(wanted)) resolve();
    });
  });
  const port = Number(address.split(':').at(-1));
  const signal = AbortSignal.timeout(5000);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  const exchange = exchangeHttp2(socket, GET, { onHead: () => undefined });

  await heardAll;
  socket.destroy();

  await assert.rejects(exchange, { reason: 'reset' });
});

/** A server that says how much it was sent, or sends as much as the path says. */
async function measuring(t: TestContext, settings: Settings): Promise<number> {
  const server = createServer({ settings }, (request: Http2ServerRequest, response) => {
    const wanted = Number(request.url.slice(1));
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
    });
    request.on('end', () => {
      response.end(wanted === 0 ? `${request.method} ${length}` : 'a'.repeat(wanted));
    });
  });
  return serve(t, server);
}

test('a body goes out as fast as the server takes it', async (t) => {
  const check = async (settings: Settings, length: number): Promise<void> => {
    const request = { ...GET, method: 'POST', body: Buffer.alloc(length) };
    assert.equal(await answerFrom(await measuring(t, settings), request), `200 POST ${length}`);
  };

  await check({}, 0);
  await check({}, 1);
  await check({}, 300_000);
  await check({ initialWindowSize: 1000 }, 70_000);
  await check({ initialWindowSize: 2 ** 20, maxFrameSize: 2 ** 17 }, 300_000);
});

test('a body of many windows is read to its end', async (t) => {
  const port = await measuring(t, {});

  const answer = await answerFrom(port, { ...GET, path: '/3000000' });

  assert.equal(answer.length, '200 '.length + 3_000_000);
});

test('long headers of a request take several frames', async (t) => {
  const server = createServer({ maxHeaderListPairs: 100 }, (request, response) => {
    response.end(String(request.headers['x-a']?.length));
  });
  server.on('session', (session) => session.settings({ maxHeaderListSize: 200_000 }));
  const headers = ['X-A', 'a'.repeat(40_000)];

  assert.equal(await answerFrom(await serve(t, server), { ...GET, headers }), '200 40000');
});

test('what other clients look away from is no failure', async (t) => {
  const foreign = headers({ ...OK, connection: 'close', 'transfer-encoding': 'chunked' }, 'more');
  const end = body(Buffer.from('x'), 'end');

  assert.equal(await answerTo(t, () => [foreign, end]), '200 x');
  assert.equal(await answerTo(t, () => [goAway(1, 2), headers(OK, 'more'), end]), '200 x');
});

test('headers of a connection of HTTP/1 are left out', async (t) => {
  const server = createServer((request, response) => {
    response.end(Object.keys(request.headers).join(' '));
  });
  const headers = ['Proxy-Connection', 'close', 'Keep-Alive', '1', 'X-A', 'b'];

  assert.equal(
    await answerFrom(await serve(t, server), { ...GET, headers }),
    '200 :method :scheme :authority :path x-a',
  );
});
