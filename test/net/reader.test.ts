import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { dial } from '../../src/net/connect.ts';
import { type Reader, startReader } from '../../src/net/reader.ts';
import { listen } from '../support/listen.ts';
import { openNetwork } from '../support/run-target.ts';

interface Pair {
  readonly socket: Socket;
  readonly peer: Socket;
  readonly reader: Reader;
}

async function connected(t: TestContext, signal = new AbortController().signal): Promise<Pair> {
  const accepted = Promise.withResolvers<Socket>();
  const target = await listen(t, accepted.resolve);
  const port = Number(target.split(':')[1]);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  t.after(() => socket.destroy());
  return { socket, peer: await accepted.promise, reader: startReader(socket, signal) };
}

async function lines(reader: Reader, limit = 100): Promise<readonly string[]> {
  const all: string[] = [];
  for (;;) {
    const line = await reader.line(limit);
    if (line === undefined) return all;
    all.push(line.toString());
  }
}

test('reads lines that come in single bytes', async (t) => {
  const { peer, reader } = await connected(t);
  peer.setNoDelay(true);
  const read = lines(reader);
  for (const byte of '220 ready\r\nnext\n\nlast') {
    peer.write(byte);
    await turn();
  }
  peer.end();
  assert.deepEqual(await read, ['220 ready', 'next', '', 'last']);
});

test('reads lines that came in one packet before anybody asked', async (t) => {
  const { socket, peer, reader } = await connected(t);
  peer.end('one\r\ntwo\r\r\n\r\nthree\r');
  await once(peer, 'finish');
  await once(socket, 'readable');
  assert.deepEqual(await lines(reader), ['one', 'two\r', '', 'three']);
  assert.equal(await reader.line(100), undefined);
});

test('keeps what comes behind a line for whoever reads next', async (t) => {
  const { peer, reader } = await connected(t);
  peer.end(Buffer.from('line\n\x00\xff\nrest\nof it', 'latin1'));
  assert.equal((await reader.line(100))?.toString(), 'line');
  assert.deepEqual([...(await reader.bytes(2))], [0x00, 0xff]);
  assert.equal((await reader.line(100))?.toString(), '');
  assert.equal((await reader.untilEnd(100)).toString(), 'rest\nof it');
  assert.equal((await reader.untilEnd(100)).length, 0);
});

test('puts bytes together and gives fewer at the end of the stream', async (t) => {
  const { peer, reader } = await connected(t);
  peer.setNoDelay(true);
  const read = reader.bytes(4);
  for (const byte of 'abcdef') {
    peer.write(byte);
    await turn();
  }
  assert.equal((await read).toString(), 'abcd');
  peer.end();
  assert.equal((await reader.bytes(4)).toString(), 'ef');
  assert.equal((await reader.bytes(4)).toString(), '');
});

test('fails on a line longer than the limit, also without a line end in sight', async (t) => {
  const message = 'got no line end within 8 bytes';
  const long = await connected(t);
  long.peer.write('1234567\n12345678\n');
  assert.equal((await long.reader.line(8))?.toString(), '1234567');
  await assert.rejects(long.reader.line(8), { reason: 'protocol', message });
  const endless = await connected(t);
  endless.peer.write('12345678');
  await assert.rejects(endless.reader.line(8), { reason: 'protocol', message });
  const ending = await connected(t);
  ending.peer.end('1234567');
  assert.equal((await ending.reader.line(8))?.toString(), '1234567');
});

test('fails on more than the limit up to the end', async (t) => {
  const { peer, reader } = await connected(t);
  peer.write('123456789');
  await assert.rejects(reader.untilEnd(8), {
    reason: 'protocol',
    message: 'got more than 8 bytes',
  });
  const exact = await connected(t);
  exact.peer.end('12345678');
  assert.equal((await exact.reader.untilEnd(8)).toString(), '12345678');
});

test('holds a flooding peer back while nobody reads', async (t) => {
  const { socket, peer, reader } = await connected(t);
  const flood = Buffer.alloc(1024 * 1024, 'x');
  peer.on('drain', () => peer.write(flood));
  peer.write(flood);
  await once(socket, 'readable');
  for (let turns = 0; turns < 200; turns += 1) await turn();
  assert.ok(socket.readableLength < 256 * 1024, `${socket.readableLength} bytes were taken in`);
  await assert.rejects(reader.line(64 * 1024), { message: 'got no line end within 65536 bytes' });
});

test('reads a flood of short lines without keeping everybody else waiting', async (t) => {
  const { peer, reader } = await connected(t);
  peer.end('\n'.repeat(100_000));
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  t.after(() => clearInterval(counting));
  assert.equal((await lines(reader)).length, 100_000);
  assert.ok(turns > 10, `${turns} turns for others`);
});

test('tells of a reset, after what came before it', async (t) => {
  const { socket, peer, reader } = await connected(t);
  peer.write('220 ready\n22');
  assert.equal((await reader.line(100))?.toString(), '220 ready');
  peer.resetAndDestroy();
  await assert.rejects(reader.line(100), { code: 'ECONNRESET' });
  await assert.rejects(reader.bytes(3), { code: 'ECONNRESET' });
  assert.equal(socket.destroyed, true);
});

test('tells of a reset that came before anybody asked', async (t) => {
  const { socket, peer, reader } = await connected(t);
  peer.resetAndDestroy();
  await new Promise((resolve) => socket.once('close', resolve));
  await assert.rejects(reader.line(100), { code: 'ECONNRESET' });
  await assert.rejects(startReader(socket, new AbortController().signal).line(100), {
    code: 'ECONNRESET',
  });
});

test('does not wait on a connection that somebody closed on this side', async (t) => {
  const { socket, reader } = await connected(t);
  const read = reader.line(100);
  socket.destroy();
  await assert.rejects(read, { reason: 'reset' });
});

test('ends with the signal and leaves nothing behind', async (t) => {
  const controller = new AbortController();
  const { socket, reader } = await connected(t, controller.signal);
  const before = socket.eventNames().length;
  const read = reader.line(100);
  const rejected = assert.rejects(read, /time is up/);
  controller.abort(new Error('time is up'));
  await rejected;
  await assert.rejects(reader.untilEnd(100), /time is up/);
  assert.equal(socket.listenerCount('readable') + socket.listenerCount('end'), 1);
  assert.ok(socket.eventNames().length <= before);
});

test('ends with the signal also on a stream that does not', async () => {
  const controller = new AbortController();
  const read = startReader(new PassThrough(), controller.signal).line(100);
  const rejected = assert.rejects(read, /time is up/);
  controller.abort(new Error('time is up'));
  await rejected;
});

test('listens to the signal only while it waits', async () => {
  const { signal } = new AbortController();
  const stream = new PassThrough();
  const read = startReader(stream, signal).line(100);
  await turn();
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  stream.write('line\n');
  assert.equal((await read)?.toString(), 'line');
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('hands over what nobody asked for', async (t) => {
  const { socket, peer, reader } = await connected(t);
  peer.write('220 go ahead\r\nsmuggled');
  assert.equal((await reader.line(100))?.toString(), '220 go ahead');
  assert.equal(reader.detach().toString(), 'smuggled');
  peer.write('more');
  await once(socket, 'readable');
  assert.equal(reader.detach().toString(), 'more');
  assert.equal(socket.listenerCount('readable'), 0);
});

test('reads on after the peer has closed its half', async (t) => {
  const { socket, peer, reader } = await connected(t);
  socket.allowHalfOpen = true;
  peer.end('bye\n');
  assert.deepEqual(await lines(reader), ['bye']);
  socket.end('still here');
  assert.equal(
    (await startReader(peer, new AbortController().signal).untilEnd(100)).toString(),
    'still here',
  );
});
