import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { classify } from '../../src/failure.ts';
import { dial } from '../../src/net/connect.ts';
import { exchangeHttp2 } from '../../src/net/http2.ts';
import { body, frame, goAway, headers, reset, serveFrames } from '../support/http2-frames.ts';
import { openNetwork } from '../support/run-target.ts';

const GET = { method: 'GET', path: '/', host: 'shop.test', headers: [] };

/** Asks a server that says these frames, and hangs up if it says so: the verdict, or what came. */
async function answerTo(
  t: TestContext,
  say: (socket: Socket) => readonly Buffer[],
): Promise<string> {
  const address = await serveFrames(t, say);
  const port = Number(address.split(':').at(-1));
  const signal = AbortSignal.timeout(5000);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  let heard = '';
  try {
    const head = await exchangeHttp2(socket, GET, {
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
