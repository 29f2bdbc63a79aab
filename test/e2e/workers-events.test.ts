import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { serve } from '../support/command.ts';
import { listen } from '../support/listen.ts';

/** What is heard on a connection of its own, so that the next one comes to another worker. */
async function hear(t: TestContext, url: string): Promise<AsyncIterator<Buffer>> {
  const asking = request(url, { agent: false });
  asking.end();
  t.after(() => asking.destroy());
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
}

test('whichever worker one listens to, one hears of the runs of all, until they stop', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const serving = await serve(
    t,
    `
modules: { tcp: { prober: tcp, timeout: 500ms } }
targets: [{ name: only, module: tcp, target: '${address}', interval: 1s }]
`,
    '--workers=2',
  );
  const listeners = [await hear(t, `${serving.url}events`), await hear(t, `${serving.url}events`)];

  for (const listener of listeners) {
    assert.equal(String((await listener.next()).value), 'retry: 5000\n\n');
    assert.equal(String((await listener.next()).value), 'data: news\n\n');
  }
  const { code } = await serving.stop();

  assert.equal(code, 0);
});
