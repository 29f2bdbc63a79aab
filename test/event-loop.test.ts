import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { watchEventLoop } from '../src/event-loop.ts';

test('tells how late the thread got to what was due', async (t) => {
  const seen = Promise.withResolvers<number>();
  const stop = watchEventLoop((delaySeconds) => {
    if (delaySeconds >= 0.1) seen.resolve(delaySeconds);
  });
  t.after(stop);
  // Keeps the process alive: the watch itself does not.
  const alive = setInterval(() => {}, 1000);
  t.after(() => clearInterval(alive));
  const until = performance.now() + 200;
  while (performance.now() < until);

  assert.ok((await seen.promise) < 10);
});

test('once stopped, tells nothing more', async () => {
  const told: number[] = [];
  const stop = watchEventLoop((delaySeconds) => void told.push(delaySeconds));
  stop();
  await once(AbortSignal.timeout(60), 'abort');

  assert.deepEqual(told, []);
});
