import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { get, startWith } from '../../../support/exporter.ts';
import { listen } from '../../../support/listen.ts';

const CONFIG = (address: string) => `
modules:
  greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^hello' }] } }
targets:
  - { name: 'odd/na me?', module: greeting, target: '${address}', interval: scrape }
`;
const PATH = `targets/${encodeURIComponent('odd/na me?')}`;
const POST = { method: 'POST' } as const;

/** Where the page of the run lies that this answer tells of. */
function ownPage(text: string): string {
  const [, place = ''] = /<a id="own-page" href="([^"]+)">/.exec(text) ?? [];
  return place;
}

test('a target that is asked for on scrape runs at once, and the answer explains the run and leads to its page', async (t) => {
  const greetings = ['goodbye\n', 'hello\n'];
  const address = await listen(t, (socket) => socket.end(greetings.shift() ?? ''));
  const { url } = await startWith(t, CONFIG(address));

  const [bad, good] = [await get(url + PATH, POST), await get(url + PATH, POST)];

  assert.equal(bad.status, 200);
  assert.match(bad.text, /<b>dialogue<\/b> 127\.0\.0\.1:\d+/);
  assert.match(bad.text, /<h2 id="why">What came of it<\/h2>[^]*in the phase dialogue: content/);
  assert.match(
    good.text,
    /<h2 id="why">What came of it<\/h2>\s*<p class="verdict"><strong class="up">It went well/,
  );
  assert.match(ownPage(bad.text), /^\.\/odd%2Fna%20me%3F\?run=\d+$/);
  assert.notEqual(ownPage(bad.text), ownPage(good.text));
  const pages = [bad, good].map(({ text }) => get(new URL(ownPage(text), url + PATH).href));
  const [first, second] = await Promise.all(pages);
  assert.match(first?.text ?? '', /<h2 id="why">Run \d+ failed<\/h2>/);
  assert.match(second?.text ?? '', /<h2 id="why">Run \d+ went well<\/h2>/);
  assert.match((await get(url + PATH)).text, /It is up again\. The last failure/);
});

test('each step of a run is told when it is made, and nobody packs it', async (t) => {
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<Socket>();
  const address = await listen(t, ask);
  const { url } = await startWith(t, CONFIG(address));

  const { headers, body } = await fetch(url + PATH, POST);
  assert.equal(headers.get('content-encoding'), null);
  assert.equal(headers.get('x-accel-buffering'), 'no');
  assert.ok(body);
  let text = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const was = text;
    text += piece;
    // The target has said nothing yet.
    if (!was.includes('<b>dialogue</b>') && text.includes('<b>dialogue</b>')) {
      assert.doesNotMatch(text, /id="why"/);
      (await isAsked).end('hello\n');
    }
  }

  assert.match(
    text,
    /<h2 id="why">What came of it<\/h2>\s*<p class="verdict"><strong class="up">It went well/,
  );
});

test('who leaves in the middle has the run canceled, and it is not remembered', async (t) => {
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<Socket>();
  const address = await listen(t, ask);
  const { url } = await startWith(t, CONFIG(address));
  const reader = new AbortController();

  const { body } = await fetch(url + PATH, { ...POST, signal: reader.signal });
  const socket = await isAsked;
  const isOver = once(socket.resume(), 'end');
  await body?.getReader().read();
  reader.abort();
  await isOver;

  assert.match((await get(url + PATH)).text, /Not run yet/);
});

test('what a run says of secrets is masked while it runs, too', async (t) => {
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
  const greeter = await listen(t, (socket) => {
    socket.write('you said hunter22secret\n');
    ask();
  });
  const { url } = await startWith(
    t,
    `
modules:
  login:
    prober: tcp
    timeout: 1s
    tcp: { query_response: [{ send: 'PASS hunter22secret' }, { expect: '^never' }] }
targets: [{ name: login, module: login, target: '${greeter}', interval: scrape }]
`,
  );

  const answer = get(`${url}targets/login`, POST);
  await isAsked;

  assert.doesNotMatch((await answer).text, /hunter22/);
});

/** Of every server in this process. */
const requests = new EventEmitter();
subscribe('http.server.request.start', () => requests.emit('request'));

test('a run that is asked for twice at a time is one', async (t) => {
  let asked = 0;
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: answer, resolve: give } = Promise.withResolvers<void>();
  const address = await listen(t, (socket) => {
    asked += 1;
    ask();
    void answer.then(() => socket.end('hello\n'));
  });
  const { url } = await startWith(t, CONFIG(address));

  const first = fetch(url + PATH, POST);
  await isAsked;
  const isSeen = once(requests, 'request');
  const second = fetch(url + PATH, POST);
  await isSeen;
  // What is asked for is joined before anything else happens.
  await setImmediate();
  give();
  const answers = await Promise.all([first, second]);
  const [one, other] = await Promise.all(answers.map((answer) => answer.text()));

  assert.match(ownPage(one ?? ''), /run=/);
  assert.equal(ownPage(one ?? ''), ownPage(other ?? ''));
  assert.equal(asked, 1);
});

test('only pages of this exporter may have a browser ask for a run; programs may as they like', async (t) => {
  const address = await listen(t, (socket) => socket.end('hello\n'));
  const externalUrl = new URL('https://probes.example/');
  const { url } = await startWith(t, CONFIG(address), { externalUrl });
  const check = async (headers: Readonly<Record<string, string>>, status: number) => {
    const answer = await fetch(url + PATH, { ...POST, headers });
    assert.equal(answer.status, status, `${JSON.stringify(headers)}: ${await answer.text()}`);
  };

  await check({}, 200);
  await check({ 'sec-fetch-site': 'same-origin' }, 200);
  await check({ 'sec-fetch-site': 'none' }, 200);
  await check({ 'sec-fetch-site': 'cross-site' }, 403);
  await check({ 'sec-fetch-site': 'same-site' }, 403);
  await check({ origin: new URL(url).origin }, 200);
  await check({ origin: 'https://probes.example' }, 200);
  await check({ origin: 'https://proxy.example', 'x-forwarded-host': 'proxy.example' }, 200);
  await check({ origin: 'https://evil.example' }, 403);
  await check({ origin: 'null' }, 403);
  // The browser knows better than the page.
  await check({ 'sec-fetch-site': 'cross-site', origin: new URL(url).origin }, 403);
});

test('what is not listed does not run, and other methods are told which there are', async (t) => {
  const { url } = await startWith(t, CONFIG('127.0.0.1:1'));

  assert.equal((await fetch(`${url}targets/nobody`, POST)).status, 404);
  assert.equal((await fetch(`${url}targets/%`, POST)).status, 400);
  const other = await fetch(url + PATH, { method: 'DELETE' });
  assert.equal(other.status, 405);
  assert.equal(other.headers.get('allow'), 'GET, HEAD, POST');
  assert.equal((await fetch(url + PATH, { method: 'HEAD' })).status, 200);
});

test('a browser tells where a form came from only if the page lets it', async (t) => {
  const { url } = await startWith(t, CONFIG('127.0.0.1:1'));

  const { headers, text } = await get(url + PATH);

  assert.equal(headers.get('referrer-policy'), 'same-origin');
  assert.match(text, /Not run yet/);
  assert.match(text, /<title>Not run yet · odd\/na me\? · synthetic-exporter<\/title>/);
});
