import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { callOver } from '../../probes/grpc/call.ts';
import { askHealth } from '../support/grpc-run.ts';
import { body, frame, goAway, headers, reset, serveFrames } from '../support/http2-frames.ts';
import { listen } from '../support/listen.ts';
import { serve } from '../support/serve.ts';

const HEAD = { ':status': '200', 'content-type': 'application/grpc' };
const head = headers(HEAD, 'more');
const ok = headers({ 'grpc-status': '0' }, 'end');
const serving = body(message([0x08, 1]));

/** A message behind its flag and its length, which may be wrong. */
function message(bytes: readonly number[], flag = 0, length = bytes.length): Buffer {
  const start = Buffer.alloc(5);
  start.writeUInt8(flag);
  start.writeUInt32BE(length, 1);
  return Buffer.concat([start, Buffer.from(bytes)]);
}

/** What comes of these frames, as reason, detail and status. */
type Check = (frames: readonly Buffer[], wanted: string, code: number) => Promise<void>;

function checkIn(t: TestContext): Check {
  return async (frames, wanted, code) => {
    const run = await askHealth(await serveFrames(t, () => frames));
    assert.deepEqual([run.verdict, run.code], [wanted, code]);
  };
}

test('an answer frame by frame is read as any other', async (t) => {
  const check = checkIn(t);
  const proto = headers({ ...HEAD, 'content-type': 'application/grpc+proto' }, 'more');
  const charset = headers({ ...HEAD, 'content-type': 'application/grpc;x=y' }, 'more');
  const pieces = [...message([0x08, 1])].map((byte) => body(Buffer.from([byte])));

  await check([head, serving, ok], 'success', 0);
  await check([proto, serving, ok], 'success', 0);
  await check([charset, serving, ok], 'success', 0);
  await check([head, ...pieces, ok], 'success', 0);
  await check([headers({ ':status': '103' }, 'more'), head, serving, ok], 'success', 0);
  await check([head, serving, headers({ 'grpc-status': '00' }, 'end')], 'success', 0);
  await check([headers({ ...HEAD, ':status': '503' }, 'more'), serving, ok], 'success', 0);
  await check([goAway(1, 0), head, serving, ok], 'success', 0);
});

test('an answer that is no gRPC has the status that its HTTP status stands for', async (t) => {
  const check = checkIn(t);
  async function page(status: number, code: number): Promise<void> {
    const fields = { ':status': String(status), 'content-type': 'text/html' };
    const detail = `got HTTP status ${status} and the content type "text/html", want application/grpc`;
    const reason = status === 200 ? 'protocol' : 'status';
    await check([headers(fields, 'more')], `${reason}: ${detail}`, code);
    await check(
      [headers(fields, 'more'), body(Buffer.from('<p>'), 'end')],
      `${reason}: ${detail}`,
      code,
    );
  }

  await page(200, 2);
  await page(301, 2);
  await page(400, 13);
  await page(401, 16);
  await page(403, 7);
  await page(404, 12);
  await page(429, 14);
  await page(500, 2);
  await page(502, 14);
  await page(503, 14);
  await page(504, 14);
  const none = 'status: got HTTP status 404 and no content type, want application/grpc';
  await check([headers({ ':status': '404' }, 'end')], none, 12);
  const web =
    'protocol: got HTTP status 200 and the content type "application/grpc-web", want application/grpc';
  await check([headers({ ...HEAD, 'content-type': 'application/grpc-web' }, 'more')], web, 2);
});

test('the status is the number in the trailers, which may come alone', async (t) => {
  const check = checkIn(t);
  const trailers = (status: string) => [head, serving, headers({ 'grpc-status': status }, 'end')];
  const alone = { ...HEAD, 'grpc-status': '7', 'grpc-message': 'not%20for %zz' };

  await check(
    [headers(alone, 'end')],
    'status: got 7 PERMISSION_DENIED: "not%20for %zz", want OK',
    7,
  );
  await check(
    [headers({ ...alone, 'grpc-message': 'not%20for%0Ayou' }, 'end')],
    'status: got 7 PERMISSION_DENIED: "not for\\nyou", want OK',
    7,
  );
  await check(trailers('5'), 'status: got 5 NOT_FOUND, want OK', 5);
  await check(trailers('99'), 'status: got 99 of no name, want OK', 99);
  await check(trailers('-1'), 'status: got 4294967295 of no name, want OK', 4294967295);
  await check(trailers('abc'), 'protocol: got the grpc-status "abc", want a number', 2);
  await check(trailers(''), 'protocol: got the grpc-status "", want a number', 2);
  await check(trailers('1e0'), 'protocol: got the grpc-status "1e0", want a number', 2);
  await check(
    trailers('4294967296'),
    'protocol: got the grpc-status "4294967296", want a number',
    2,
  );
  await check(
    [head, serving, headers({ x: 'y' }, 'end')],
    'protocol: got no grpc-status, want a number',
    2,
  );
  await check([headers(HEAD, 'end')], 'protocol: got no grpc-status, want a number', 2);
  await check(
    [head, body(message([8, 1]), 'end')],
    'protocol: the answer ended without a grpc-status',
    13,
  );
});

test('an answer is one whole message', async (t) => {
  const check = checkIn(t);

  await check([head, ok], 'protocol: got no message, want one', 13);
  await check(
    [headers({ ...HEAD, 'grpc-status': '0' }, 'end')],
    'protocol: got no message, want one',
    13,
  );
  await check([head, body(Buffer.from([0, 0])), ok], 'protocol: got no message, want one', 13);
  await check([head, serving, serving, ok], 'protocol: got more than one message, want one', 13);
  const part = 'payload: got 1 bytes of a message of 2';
  await check([head, body(message([8], 0, 2)), ok], part, 13);
  await check([head, body(message([8], 0, 2)), headers({ 'grpc-status': '5' }, 'end')], part, 13);
  const compressed = 'payload: got a compressed message, which nobody asked for';
  await check([head, body(message([8, 1], 1)), ok], compressed, 13);
  await check(
    [headers({ ...HEAD, 'grpc-encoding': 'gzip' }, 'more'), body(message([8, 1], 1))],
    compressed,
    13,
  );
  await check(
    [head, body(message([8, 1], 2))],
    'payload: got a message with the flag 2, want 0',
    13,
  );
});

test('a message has its limit, which is seen before the message is', async (t) => {
  const check = checkIn(t);
  const limit = 4 * 1024 * 1024;
  const server = createHttp2Server();
  server.on('stream', (stream: ServerHttp2Stream) => {
    // Serving, and an unknown field that fills the message up.
    const start = message([8, 1, 0x12, 0xf9, 0xff, 0xff, 0x01], 0, limit);
    stream.respond(HEAD, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.concat([start, Buffer.alloc(limit - 7)]));
  });
  const port = await serve(t, server);

  assert.equal((await askHealth(`127.0.0.1:${port}`)).verdict, 'success');
  const more = 'payload: got a message of 4194305 bytes, want at most 4194304';
  await check([head, body(message([8, 1], 0, limit + 1))], more, 8);
  const most = 'payload: got a message of 4294967295 bytes, want at most 4194304';
  await check([head, body(message([], 0, 0xffffffff))], most, 8);
});

test('a message is read as Protocol Buffers, whose unknown fields are passed over', async (t) => {
  async function check(bytes: readonly number[], wanted: string, code: number): Promise<void> {
    const target = await serveFrames(t, () => [head, body(message(bytes)), ok]);
    const run = await askHealth(target);
    assert.deepEqual([run.serving ?? run.verdict, run.code], [wanted, code]);
  }
  const malformed = 'payload: got a message that is no HealthCheckResponse';

  await check([], 'UNKNOWN', 0);
  await check([8, 2, 8, 1], 'SERVING', 0);
  await check([0x12, 2, 65, 66, 8, 1], 'SERVING', 0);
  await check([0x19, 1, 2, 3, 4, 5, 6, 7, 8, 8, 1], 'SERVING', 0);
  await check([0x25, 1, 2, 3, 4, 8, 1], 'SERVING', 0);
  await check([0xf8, 0x7f, 1, 8, 1], 'SERVING', 0);
  await check([0x0a, 1, 1], 'UNKNOWN', 0);
  await check([8, 0x81, 0x80, 0x80, 0x80, 0x10], 'SERVING', 0);
  await check([8, 1, 0x10, 2], 'SERVING', 0);
  await check([8, 7], '7', 0);
  await check([8, ...Array<number>(9).fill(0xff), 1], '-1', 0);
  await check([8], malformed, 13);
  await check([8, 0x81], malformed, 13);
  await check([8, ...Array<number>(10).fill(0xff), 1], malformed, 13);
  await check([8, 1, 0x12, 9, 1], malformed, 13);
  await check([8, 1, 0x19, 9], malformed, 13);
  await check([0, 1], malformed, 13);
  await check([0x0f], malformed, 13);
});

test('a stream that is reset has the status that its error stands for', async (t) => {
  const check = checkIn(t);
  async function on(error: number, name: string, code: number, reason = 'reset'): Promise<void> {
    const wanted = `${reason}: the stream of the call was reset with ${name}`;
    await check([reset(error)], wanted, code);
    await check([head, serving, reset(error)], wanted, code);
  }

  await check([reset(0)], 'protocol: the answer ended without a grpc-status', 13);
  await on(1, 'PROTOCOL_ERROR', 13, 'protocol');
  await on(2, 'INTERNAL_ERROR', 13);
  await on(3, 'FLOW_CONTROL_ERROR', 8);
  await on(7, 'REFUSED_STREAM', 14);
  await on(8, 'CANCEL', 1);
  await on(11, 'ENHANCE_YOUR_CALM', 8);
  await on(12, 'INADEQUATE_SECURITY', 7);
  await on(13, 'HTTP_1_1_REQUIRED', 13);
  await on(99, 'the unknown error 99', 2);
});

test('a connection that ends before the answer does is UNAVAILABLE', async (t) => {
  const check = checkIn(t);
  const closed = 'reset: the server closed the connection before the end of its answer';
  async function hangUp(frames: readonly Buffer[]): Promise<void> {
    const target = await serveFrames(t, (socket) => {
      setImmediate(() => socket.end());
      return frames;
    });
    const { verdict, code } = await askHealth(target);
    assert.deepEqual([verdict, code], [closed, 14]);
  }

  await hangUp([]);
  await hangUp([head]);
  await hangUp([head, serving]);
  await hangUp([goAway(1, 0)]);
  await check([goAway(0, 0)], 'reset: the server ended the connection with NO_ERROR', 14);
  await check([goAway(0, 11)], 'reset: the server ended the connection with ENHANCE_YOUR_CALM', 14);
});

test('a server that speaks something else is told for what it is', async (t) => {
  const improper = 'protocol: what the server sent is not proper HTTP/2';
  async function check(target: string, wanted: string, code = 14): Promise<void> {
    const run = await askHealth(target);
    assert.deepEqual([run.verdict, run.code], [wanted, code]);
  }
  const http1 = await serve(
    t,
    createServer((_request, response) => response.end('hi')),
  );

  await check(`127.0.0.1:${http1}`, improper);
  await check(await listen(t, (socket) => socket.end('220 ready\r\n')), improper);
  await check(
    await listen(t, (socket) => socket.write(frame(0, 0, 0, Buffer.from('x')))),
    improper,
  );
  const closed = 'reset: the server closed the connection before the end of its answer';
  await check(await listen(t, (socket) => socket.end()), closed);
  const malformed = 'protocol: the stream of the call was reset with PROTOCOL_ERROR';
  const upper = await serveFrames(t, () => [headers({ ...HEAD, 'X-Upper': 'y' }, 'more')]);
  await check(upper, malformed, 13);
});

test('the connection does not outlive a verdict that comes before the end', async (t) => {
  const closed = Promise.withResolvers<void>();
  const target = await serveFrames(t, (socket) => {
    socket.once('end', closed.resolve).once('error', closed.resolve);
    return [headers({ ':status': '503' }, 'more')];
  });

  assert.equal((await askHealth(target)).code, 14);
  await closed.promise;
});

test('a connection that is closed already carries no call', async (t) => {
  const address = new URL(`tcp://${await listen(t, () => {})}`);
  const socket = connect(Number(address.port), address.hostname).destroy();
  await once(socket, 'close');
  const call = {
    method: '/a/b',
    scheme: 'http',
    authority: 'x',
    show: () => {},
    fields: [],
    message: Buffer.alloc(0),
  } as const;

  await assert.rejects(callOver(socket, call), { reason: 'reset' });
});
