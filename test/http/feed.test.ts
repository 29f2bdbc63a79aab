import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { ExporterOptions } from '../../src/exporter.ts';
import { feedOf } from '../../src/http/feed-document.ts';
import { get, startWith } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';

const BASE = new URL('https://status.example/probes/');
const AT = Date.UTC(2026, 1, 3, 4, 5, 6, 789);
const DOWN = {
  name: 'my shop/<b>',
  atMs: AT,
  from: 'up',
  to: 'down',
  reason: 'status',
  phase: 'read',
  detail: 'got "503" & \u0000\ud800, want 2xx',
} as const;
const UP = { name: 'clock', atMs: AT - 1000, from: 'down', to: 'up' } as const;

test('a feed is an Atom document with an entry for each change', () => {
  assert.equal(
    feedOf([DOWN, UP], { base: BASE, query: 'label.team=a%26b' }),
    `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>tag:status.example,2026:synthetic-exporter:feed?label.team=a%26b</id>
<title>synthetic-exporter: label.team=a&amp;b</title>
<subtitle>When targets went up and down</subtitle>
<author><name>synthetic-exporter</name></author>
<link rel="self" type="application/atom+xml" href="https://status.example/probes/feed?label.team=a%26b"/>
<link rel="alternate" type="text/html" href="https://status.example/probes/"/>
<updated>2026-02-03T04:05:06.789Z</updated>
<entry>
<id>tag:status.example,2026:synthetic-exporter:targets/my%20shop%2F%3Cb%3E/1770091506789</id>
<title>my shop/&lt;b&gt; is down</title>
<updated>2026-02-03T04:05:06.789Z</updated>
<published>2026-02-03T04:05:06.789Z</published>
<link rel="alternate" type="text/html" href="https://status.example/probes/targets/my%20shop%2F%3Cb%3E"/>
<category term="down"/>
<summary>my shop/&lt;b&gt; went from up to down at 2026-02-03T04:05:06.789Z. status in read: got &quot;503&quot; &amp; \ufffd\ufffd, want 2xx</summary>
</entry>
<entry>
<id>tag:status.example,2026:synthetic-exporter:targets/clock/1770091505789</id>
<title>clock is up</title>
<updated>2026-02-03T04:05:05.789Z</updated>
<published>2026-02-03T04:05:05.789Z</published>
<link rel="alternate" type="text/html" href="https://status.example/probes/targets/clock"/>
<category term="up"/>
<summary>clock went from down to up at 2026-02-03T04:05:05.789Z.</summary>
</entry>
</feed>
`,
  );
});

test('an empty feed is as old as the exporter, and that does not change', () => {
  const options = { base: new URL('http://[::1]:9115/'), query: '' };
  const feed = feedOf([], options);
  const [, updated = ''] = /<updated>(.*)<\/updated>/.exec(feed) ?? [];

  assert.equal(feedOf([], options), feed);
  assert.ok(Math.abs(Date.parse(updated) - performance.timeOrigin) <= 1);
  assert.match(
    feed,
    /<id>tag:localhost,2026:synthetic-exporter:feed<\/id>\n<title>synthetic-exporter<\/title>/,
  );
});

/** Two that are down from their first run on, and one that nobody asks for. */
async function startThree(t: TestContext, options: Partial<ExporterOptions> = {}): Promise<string> {
  const { url } = await startWith(
    t,
    `modules: { tcp: { prober: tcp, timeout: 500ms }, other: { prober: tcp, timeout: 500ms } }
targets:
  - { name: shop, module: tcp, target: '127.0.0.1:1', interval: 1s, labels: { team: web } }
  - { name: clock, module: other, target: '127.0.0.1:1', interval: 1s, labels: { team: ops } }
  - { name: idle, module: tcp, target: '127.0.0.1:1', interval: scrape, labels: { team: web } }
`,
    options,
  );
  await eventually('a run of each', async () => {
    const { text } = await get(`${url}api/v1/targets`);
    return text.includes('"down":2') ? text : undefined;
  });
  return url;
}

function titles(text: string): ReadonlySet<string | undefined> {
  const found = [...text.matchAll(/<entry>\n<id>.*<\/id>\n<title>(.*)<\/title>/g)];
  return new Set(found.map(([, title]) => title));
}

test('a feed is of all targets, newest first, or of those that one asks for', async (t) => {
  const url = await startThree(t);
  const check = async (query: string, wanted: readonly string[]): Promise<void> => {
    const { status, headers, text } = await get(`${url}feed${query}`);
    assert.deepEqual(
      [status, headers.get('content-type'), headers.get('cache-control')],
      [200, 'application/atom+xml; charset=utf-8', 'no-cache'],
    );
    const times = [...text.matchAll(/<published>(.*)<\/published>/g)].map(([, time = '']) => time);
    assert.deepEqual(times, times.toSorted().reverse());
    assert.deepEqual(titles(text), new Set(wanted), query);
  };

  await check('', ['clock is down', 'shop is down']);
  await check('?target=shop', ['shop is down']);
  await check('?target=shop&target=clock', ['clock is down', 'shop is down']);
  await check('?label.team=ops', ['clock is down']);
  await check('?label.team=none', []);
  await check('?module=other', ['clock is down']);
  await check('?module=other&label.team=web', []);
  await check('?target=idle', []);
});

test('what looks like a secret in what a target said is in no feed, badge or answer', async (t) => {
  const address = await listen(t, (socket) => socket.end('password=hunter2\r\n'));
  const { url } = await startWith(
    t,
    `modules:
  greeting: { prober: tcp, timeout: 500ms, tcp: { query_response: [{ expect: '^hello' }] } }
targets: [{ name: mail, module: greeting, target: '${address}', interval: 1s }]
`,
  );
  const feed = await eventually('a change', async () => {
    const { text } = await get(`${url}feed`);
    return text.includes('<entry>') ? text : undefined;
  });
  const answers = [feed, (await get(`${url}badges/mail.svg`)).text];
  for (const path of ['targets', 'targets/mail'])
    answers.push((await get(`${url}api/v1/${path}`)).text);

  assert.match(feed, /password=/);
  assert.match(answers.join(''), /"down"/);
  assert.doesNotMatch(answers.join(''), /hunter2/);
});

test('a feed that has not changed is not sent again, and one of no target is not there', async (t) => {
  const url = await startThree(t);
  const { headers } = await get(`${url}feed`);
  // Without it, fetch asks for what nobody has kept.
  const known = { 'If-None-Match': headers.get('etag') ?? '', 'Cache-Control': 'max-age=0' };
  const again = await get(`${url}feed`, { headers: known });
  const none = await get(`${url}feed?target=none`);

  assert.deepEqual([again.status, again.text], [304, '']);
  assert.deepEqual([none.status, none.text], [404, 'no target of this name is listed\n']);
});

test('links lead to where others reach us', async (t) => {
  const externalUrl = new URL('https://status.example/probes');
  const check = (text: string, self: string): void =>
    assert.ok(text.includes(`<link rel="self" type="application/atom+xml" href="${self}"/>`), text);

  const outside = await startWith(t, 'modules: { tcp: { prober: tcp } }\n', { externalUrl });
  check((await get(`${outside.url}feed`)).text, 'https://status.example/probes/feed');
  const inside = await startWith(t, 'modules: { tcp: { prober: tcp } }\n', {
    routePrefix: '/in/',
  });
  const { host } = new URL(inside.url);
  check((await get(`${inside.url}in/feed`)).text, `http://${host}/in/feed`);
  check(await askAs(inside.url, 'shop.example:80'), 'http://shop.example/in/feed');
  check(
    await askAs(inside.url, 'no"<host>'),
    `http://localhost:${new URL(inside.url).port}/in/feed`,
  );
});

/** Asks for the feed at whatever host. */
async function askAs(url: string, host: string): Promise<string> {
  const asked = request(`${url}in/feed`, { headers: { host } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return text(response);
}
