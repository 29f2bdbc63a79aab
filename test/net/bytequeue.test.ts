import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startQueue } from '../../src/net/bytequeue.ts';

test('gives bytes in the order in which they came, however they are cut', () => {
  const queue = startQueue();
  queue.push(Buffer.from('abc'));
  queue.push(Buffer.from('defgh'));
  assert.equal(queue.take(2).toString(), 'ab');
  queue.push(Buffer.from('ijklmnopqrstuvwxyz'));
  assert.equal(queue.length, 24);
  assert.equal(queue.indexOf(0x65, 0), 2);
  assert.equal(queue.indexOf(0x65, 3), -1);
  assert.equal(queue.take(7).toString(), 'cdefghi');
  assert.equal(queue.take(100).toString(), 'jklmnopqrstuvwxyz');
  assert.equal(queue.length, 0);
  queue.push(Buffer.from('new'));
  assert.equal(queue.take(3).toString(), 'new');
});

test('never changes what it has given, nor what it was given', () => {
  const queue = startQueue();
  const pushed = Buffer.from('abcd');
  queue.push(pushed.subarray(0, 2));
  const taken = queue.take(1);
  queue.push(Buffer.from('X'));
  const more = queue.take(2);
  for (let count = 0; count < 100; count += 1) queue.push(Buffer.from('yz'));
  assert.equal(pushed.toString(), 'abcd');
  assert.equal(taken.toString(), 'a');
  assert.equal(more.toString(), 'bX');
});

test('takes a hundred thousand single bytes', () => {
  const queue = startQueue();
  for (let count = 0; count < 100_000; count += 1) {
    queue.push(Buffer.from('x'));
    assert.equal(queue.indexOf(0x0a, count), -1);
  }
  assert.equal(queue.take(100_000).toString(), 'x'.repeat(100_000));
});
