import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../../src/account/summary.ts';
import { badge } from '../../src/http/badge-face.ts';
import { type Show, wordsOf } from '../../src/http/badge-words.ts';
import { get, startWith } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';

const UP: Summary = {
  name: 'shop',
  module: 'web',
  prober: 'http',
  address: 'https://shop.example/',
  interval: 15,
  labels: {},
  state: 'up',
  seconds: 0.0123,
  trail: [],
};

/** Of so many runs, newest last: `u` up, `d` down, `?` unknown, `s` skipped. */
function trailOf(runs: string): Summary['trail'] {
  const states = { u: 'up', d: 'down', '?': 'unknown', s: 'skipped' } as const;
  return runs.split('').map((run) => ({
    state: states[run as keyof typeof states],
    startedAtMs: 0,
    seconds: 0,
  }));
}

function check(show: Show, more: Partial<Summary>, wanted: string): void {
  const { label, value, colour, more: beyond = '' } = wordsOf('shop', { ...UP, ...more }, show);
  assert.equal([label, value, colour, beyond].join('|'), wanted);
}

test('a badge says the state in a word and in its colour', () => {
  check('state', {}, 'shop|up|up|');
  check('state', { state: 'down' }, 'shop|down|down|');
  check('state', { state: 'unknown' }, 'shop|unknown|unknown|');
  check('state', { state: 'skipped' }, 'shop|skipped|skipped|');
  check('state', { state: 'stale' }, 'shop|stale|stale|');
});

test('a badge of the uptime says of how many runs, rounded down, and counts only what tells of the target', () => {
  const checkUptime = (runs: string, wanted: string): void =>
    check('uptime', { trail: trailOf(runs) }, `shop uptime|${wanted}`);

  checkUptime('', 'unknown|unknown|');
  checkUptime('?s', 'unknown|unknown|');
  checkUptime('u', '100 %|up|of the last 1 run');
  checkUptime(`${'u'.repeat(59)}d`, '98.3 %|skipped|of the last 60 runs');
  checkUptime(`?s${'u'.repeat(99)}d`, '99 %|up|of the last 100 runs');
  checkUptime('uud', '66.6 %|down|of the last 3 runs');
  checkUptime('dd', '0 %|down|of the last 2 runs');
});

test('a badge of the latency says that of a good last run, and else the state', () => {
  const checkLatency = (more: Partial<Summary>, wanted: string): void =>
    check('latency', more, `shop latency|${wanted}`);

  checkLatency({ seconds: 0.000_44 }, '0.4 ms|up|');
  checkLatency({ seconds: 0.009_949 }, '9.9 ms|up|');
  checkLatency({ seconds: 0.009_95 }, '10 ms|up|');
  checkLatency({ seconds: 0.9994 }, '999 ms|up|');
  checkLatency({ seconds: 0.9995 }, '1.0 s|up|');
  checkLatency({ state: 'down' }, 'down|down|');
  checkLatency({ state: 'stale' }, 'stale|stale|');
});

test('of no target there is nothing to say', () => {
  assert.deepEqual(wordsOf('shop', undefined, 'uptime'), {
    label: 'shop uptime',
    value: 'not found',
    colour: 'unknown',
  });
});

test('a badge is one image with its text in it, for those who do not see it too', () => {
  assert.equal(
    badge({ label: 'shop uptime', value: '100 %', colour: 'up', more: 'of the last 3 runs' }),
    `<svg xmlns="http://www.w3.org/2000/svg" width="130" height="20" viewBox="0 0 130 20" role="img" aria-label="shop uptime: 100 % of the last 3 runs">
<title>shop uptime: 100 % of the last 3 runs</title>
<clipPath id="corners"><rect width="130" height="20" rx="3"/></clipPath>
<g clip-path="url(#corners)"><rect width="130" height="20" fill="#444"/><rect x="81" width="49" height="20" fill="#1a7f37"/></g>
<g fill="#fff" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="11" xml:space="preserve">
<text x="6" y="14" textLength="69">shop uptime</text>
<text x="87" y="14" textLength="37">100 %</text>
</g>
</svg>
`,
  );
});

test('nothing in a name is markup, and no name makes the image larger than a page', () => {
  const label = `<script>"&'\u0000\ud800${'日'.repeat(500)}`;
  const image = badge({ label, value: 'up', colour: 'up' });

  assert.match(image, /<title>&lt;script&gt;&quot;&amp;&#39;\ufffd\ufffd日/);
  assert.match(image, />&lt;script&gt;&quot;&amp;&#39; \ufffd日+…<\/text>/);
  const [, width] = /width="(\d+)"/.exec(image) ?? [];
  assert.ok(Number(width) > 400 && Number(width) < 450, image);
});

test('badges are served for every target, and one that is not there says so', async (t) => {
  const address = await listen(t, () => {});
  const { url } = await startWith(
    t,
    `modules: { tcp: { prober: tcp, timeout: 500ms } }
targets:
  - { name: 'my shop/日本.svg', module: tcp, target: '${address}', interval: 1s }
`,
  );
  const part = encodeURIComponent('my shop/日本.svg');
  const badgeUrl = `${url}badges/${part}.svg`;
  const checkTitle = async (path: string, status: number, title: string): Promise<void> => {
    const answer = await get(`${url}badges/${path}`);
    assert.equal(answer.status, status, path);
    assert.equal(answer.headers.get('content-type'), 'image/svg+xml; charset=utf-8');
    assert.equal(answer.headers.get('cache-control'), 'no-cache');
    assert.equal(/<title>(.*)<\/title>/.exec(answer.text)?.[1], title);
  };
  await eventually('a run', async () => {
    const { text } = await get(badgeUrl);
    return text.includes('>up<') ? text : undefined;
  });

  await checkTitle(`${part}.svg`, 200, 'my shop/日本.svg: up');
  await checkTitle(`${part}.svg?label=Our%20shop`, 200, 'Our shop: up');
  await checkTitle(`${part}.svg?label=`, 200, 'my shop/日本.svg: up');
  await checkTitle('none.svg', 404, 'none: not found');
  await checkTitle('none.svg?show=uptime&label=x', 404, 'x: not found');
});

test('a badge that has not changed is not sent again', async (t) => {
  const { url } = await startWith(
    t,
    `modules: { tcp: { prober: tcp } }
targets: [{ name: shop, module: tcp, target: '127.0.0.1:1', interval: scrape }]
`,
  );
  const first = await get(`${url}badges/shop.svg`);
  const etag = first.headers.get('etag') ?? '';
  // Without it, fetch asks for what nobody has kept.
  const known = { headers: { 'If-None-Match': etag, 'Cache-Control': 'max-age=0' } };
  const any = { headers: { ...known.headers, 'If-None-Match': '*' } };
  const again = await get(`${url}badges/shop.svg`, known);
  const other = await get(`${url}badges/shop.svg?label=x`, known);
  const none = await get(`${url}badges/none.svg`, any);

  assert.deepEqual([first.status, again.status, again.text], [200, 304, '']);
  assert.equal(other.status, 200);
  assert.equal(none.status, 404);
});

test('what is no badge is refused in words', async (t) => {
  const { url } = await startWith(t, 'modules: { tcp: { prober: tcp } }\n');
  const checkRefusal = async (path: string, status: number, text: RegExp): Promise<void> => {
    const answer = await get(`${url}badges/${path}`);
    assert.equal(answer.status, status);
    assert.match(answer.text, text);
  };

  await checkRefusal('shop.svg?show=everything', 400, /got show=everything, want state or uptime/);
  await checkRefusal('shop.png', 404, /want badges\/NAME\.svg/);
  await checkRefusal('%ff.svg', 400, /"%ff" is not well encoded/);
});
