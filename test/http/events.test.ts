import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { createEvents } from '../../src/http/events.ts';
import { get, startWith } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';

/** Events that come quickly, and a pulse that goes on when the test says so. */
function quickEvents(t: TestContext) {
  let pulse = 0;
  let asked = 0;
  const events = createEvents({
    everyMs: 2,
    async pulse() {
      asked += 1;
      return String(pulse);
    },
  });
  t.after(events.close);
  return {
    events,
    happen: () => {
      pulse += 1;
    },
    asked: () => asked,
  };
}

/** Reads until it has heard the text so many times. */
async function hear(listener: PassThrough, text: string, times = 1): Promise<string> {
  let heard = '';
  while (heard.split(text).length <= times) {
    const chunk = listener.read() as Buffer | null;
    if (chunk === null) await once(listener, 'readable');
    else heard += chunk.toString();
  }
  return heard;
}

test('a listener hears that something has happened, and nothing of what', async (t) => {
  const { events, happen } = quickEvents(t);
  const listener = events.hear();
  assert.equal(await hear(listener, '\n\n'), 'retry: 5000\n\n');

  happen();
  assert.equal(await hear(listener, 'news'), 'data: news\n\n');
});

test('while nothing happens there is a comment now and then', async (t) => {
  const { events } = quickEvents(t);

  const heard = await hear(events.hear(), ':\n\n', 2);

  assert.equal(heard.replaceAll(':\n\n', ''), 'retry: 5000\n\n');
});

test('nothing is asked while nobody listens', async (t) => {
  const { events, asked } = quickEvents(t);
  assert.equal(asked(), 0);
  const first = events.hear();
  await hear(first, ':\n\n');
  first.destroy();
  await once(first, 'close');

  const before = asked();
  // As long as a beat that was under way may take.
  for (let turn = 0; turn < 20; turn += 1) await get(`data:,${turn}`);
  assert.ok(asked() <= before + 2, `asked ${asked() - before} times`);
  const second = events.hear();
  await hear(second, ':\n\n');
});

test('there is room for so many listeners, and for others as soon as one leaves', async (t) => {
  const { events } = quickEvents(t);
  const listeners = Array.from({ length: 200 }, () => events.hear());

  assert.throws(() => events.hear(), { status: 503, message: 'too many listen already' });
  listeners[0]?.destroy();
  await once(listeners[0] as PassThrough, 'close');
  events.hear();
});

test('who does not read is let go', async (t) => {
  const { events, happen } = quickEvents(t);
  const deaf = events.hear();
  const awake = events.hear();
  awake.on('data', happen);
  happen();

  await once(deaf, 'close');

  assert.equal(awake.destroyed, false);
});

test('closing ends what is heard, and nobody listens any more', async (t) => {
  const { events } = quickEvents(t);
  const listener = events.hear();
  listener.resume();

  events.close();

  await once(listener, 'end');
  assert.throws(() => events.hear(), { status: 503, message: 'the exporter is stopping' });
});

test('GET /events tells of each run, and does not keep the exporter from stopping', async (t) => {
  const address = await listen(t, (socket) => socket.end('hello\n'));
  const exporter = await startWith(
    t,
    `
modules: { greeting: { prober: tcp, tcp: { query_response: [{ expect: hello }] } } }
targets: [{ name: shop, module: greeting, target: '${address}', interval: scrape }]
`,
  );
  const { headers, body } = await fetch(`${exporter.url}events`);
  assert.equal(headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(headers.get('cache-control'), 'no-store');
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader?.read())?.value, 'retry: 5000\n\n');

  await get(`${exporter.url}metrics`);
  assert.equal((await reader?.read())?.value, 'data: news\n\n');

  await exporter.close();
  assert.equal((await reader?.read())?.done, true);
});

test('who only wants the headers of the events is not listened to', async (t) => {
  const { url } = await startWith(t, 'modules: {}');

  const answers = await Promise.all(
    Array.from({ length: 250 }, () => get(`${url}events`, { method: 'HEAD' })),
  );

  assert.ok(answers.some(({ status }) => status === 200));
  const { status, body } = await fetch(`${url}events`);
  assert.equal(status, 200);
  await body?.cancel();
});

test('a listener that leaves is no trouble of ours', async (t) => {
  const exporter = await startWith(t, 'modules: {}');
  const leave = new AbortController();
  const { body } = await fetch(`${exporter.url}events`, { signal: leave.signal });
  await body?.getReader().read();

  leave.abort();
  await get(`${exporter.url}-/healthy`);
  await exporter.close();

  assert.doesNotMatch(exporter.log.join(''), /request failed/);
});
