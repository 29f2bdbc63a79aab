import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { EventEmitter, once } from 'node:events';
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
const POST = { method: 'POST', redirect: 'manual' } as const;

test('a target that is asked for on scrape runs at once, and the answer leads to the page of that run', async (t) => {
  const greetings = ['goodbye\n', 'hello\n'];
  const address = await listen(t, (socket) => socket.end(greetings.shift() ?? ''));
  const { url } = await startWith(t, CONFIG(address));

  const bad = await fetch(url + PATH, POST);
  const good = await fetch(url + PATH, POST);

  assert.equal(bad.status, 303);
  assert.match(bad.headers.get('location') ?? '', /^\.\/odd%2Fna%20me%3F\?run=\d+$/);
  assert.notEqual(bad.headers.get('location'), good.headers.get('location'));
  const place = (answer: Response) => new URL(answer.headers.get('location') ?? '', url + PATH);
  const [first, second] = [await get(place(bad).href), await get(place(good).href)];
  assert.match(first.text, /<h2 id="why">Run \d+ failed<\/h2>/);
  assert.match(first.text, /content in dialogue/);
  assert.match(second.text, /<h2 id="why">Run \d+ went well<\/h2>/);
  assert.match((await get(url + PATH)).text, /It is up again\. The last failure/);
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
  const places = (await Promise.all([first, second])).map(({ headers }) => headers.get('location'));

  assert.equal(places[0], places[1]);
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

  await check({}, 303);
  await check({ 'sec-fetch-site': 'same-origin' }, 303);
  await check({ 'sec-fetch-site': 'none' }, 303);
  await check({ 'sec-fetch-site': 'cross-site' }, 403);
  await check({ 'sec-fetch-site': 'same-site' }, 403);
  await check({ origin: new URL(url).origin }, 303);
  await check({ origin: 'https://probes.example' }, 303);
  await check({ origin: 'https://proxy.example', 'x-forwarded-host': 'proxy.example' }, 303);
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
