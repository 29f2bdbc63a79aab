import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Story } from '../../../../src/account/story.ts';
import { stateWords } from '../../../../src/http/pages/target/headline.ts';
import { targetPage } from '../../../../src/http/pages/target/sections.ts';
import { NOW_MS, runWith, storyWith, trailOf, viewOf } from '../../../support/stories.ts';

const MINUTE_MS = 60_000;

/** What a reader sees of the page, in one line. */
function read(story: Story, wanted?: string): string {
  const { markup } = targetPage(story, viewOf(wanted));
  const text = markup.replace(/<svg.*?<\/svg>/gs, '').replace(/<[^>]*>/g, ' ');
  return text.replace(/\s+/g, ' ').replaceAll(' .', '.').replaceAll(' :', ':');
}

const FAILED = runWith({
  id: 41,
  state: 'down',
  reason: 'status',
  phase: 'transfer',
  detail: 'got 503, want 2xx',
  seconds: 0.1,
  spans: [{ phase: 'transfer', about: 'GET /', start: 0, seconds: 0.1 }],
});

test('the state is said in words, and for how long it has lasted', () => {
  const check = (more: Partial<Story>, wanted: string) =>
    assert.equal(stateWords(storyWith(more), NOW_MS), wanted);

  check({ state: 'up' }, 'Up for 3 h');
  check({ state: 'down', sinceMs: NOW_MS - 12 * MINUTE_MS }, 'Down for 12 min');
  check({ state: 'unknown' }, 'Unknown for 3 h');
  check({ state: 'stale', lastRunAtMs: NOW_MS - 20 * MINUTE_MS }, 'Stale: no run for 20 min');
  check({ state: 'skipped' }, 'Skipped: a run was due while the one before still lasted');
  const { sinceMs: _, lastRunAtMs: __, ...never } = storyWith({ state: 'unknown' });
  assert.equal(stateWords(never, NOW_MS), 'Not run yet');
});

test('since when is only said if it was seen', () => {
  const sinceMs = NOW_MS - 12 * MINUTE_MS;
  const change = { atMs: sinceMs, from: 'up', to: 'down' } as const;

  assert.match(
    read(storyWith({ state: 'down', sinceMs, changes: [change] })),
    /Down for 12 min since 2026-11-21 09:18:00 UTC\./,
  );
  assert.match(
    read(storyWith({ state: 'down', sinceMs })),
    /Down for 12 min since the first run that is known, 2026-11-21 09:18:00 UTC\./,
  );
  assert.match(
    read(storyWith({ state: 'stale', sinceMs, trail: trailOf([FAILED]) })),
    /Before that it was down, since 2026-11-21 09:18:00 UTC\./,
  );
  const {
    sinceMs: _,
    lastRunAtMs: __,
    ...never
  } = storyWith({ state: 'unknown', interval: 'scrape' });
  assert.match(
    read(never),
    /Not run yet It runs whenever Prometheus scrapes it, or when it is run by hand\./,
  );
});

test('why it is down comes first: reason, phase, what came and what was wanted', () => {
  const text = read(storyWith({ state: 'down', runs: [FAILED], trail: trailOf([FAILED]) }));

  assert.match(
    text,
    /Why it is down Failed, in the phase transfer: status got 503, want 2xx The target answered, and its answer says that it is not well\. Began 2026-11-21 09:29:55 UTC \( 5 s ago \) and took 100 ms\. Where the time went transfer GET \/ failed here 100 ms/,
  );
  assert.ok(text.indexOf('Why it is down') < text.indexOf('Latency'));
  assert.match(text, /down: status in transfer 100 ms Last failures Run 41/);
});

test('what was said is shown in its order, requests with their answers', () => {
  const run = runWith({
    evidence: [
      { kind: 'sent', text: 'GET / HTTP/1.1\r\n' },
      { kind: 'received', text: 'HTTP/1.1 503\r\n' },
      {
        kind: 'entries',
        title: 'Response headers',
        entries: [
          ['retry-after', '120'],
          ['x', ''],
        ],
      },
      { kind: 'received', text: '' },
      { kind: 'entries', title: 'Addresses', entries: [] },
    ],
  });

  assert.match(
    read(storyWith({ runs: [run] })),
    /What was said and seen We sent GET \/ HTTP\/1\.1 It answered HTTP\/1\.1 503 Response headers retry-after 120 x It answered nothing Addresses none/,
  );
});

test('log lines say how far into the run they were', () => {
  const log = [
    { atMs: NOW_MS - 5000, text: 'begins' },
    { atMs: NOW_MS - 4988, text: 'goes on' },
    { atMs: NOW_MS - 5001, text: 'clock set back' },
  ];

  assert.match(
    read(storyWith({ runs: [runWith({ log })] })),
    /Log, 3 lines \+0\.000 s begins \+0\.012 s goes on −0\.001 s clock set back/,
  );
});

test('changes say how long each lasted, and the newest that it still does', () => {
  const changes = [
    { atMs: NOW_MS - 60 * MINUTE_MS, from: 'down', to: 'up' },
    {
      atMs: NOW_MS - 72 * MINUTE_MS,
      from: 'up',
      to: 'down',
      reason: 'timeout',
      phase: 'connect',
      detail: 'no verdict within 5 s',
    },
  ] as const;

  assert.match(
    read(storyWith({ changes: [...changes] })),
    /2026-11-21 08:30:00 UTC: is up for 1 h 2026-11-21 08:18:00 UTC: was down for 12 min: timeout in connect no verdict within 5 s/,
  );
});

test('runs that are remembered in full have a link each, and the one that is shown is marked', () => {
  const runs = [FAILED, runWith({ id: 40, startedAtMs: NOW_MS - 20_000 })];
  const story = storyWith({ name: 'odd/na me?', state: 'down', runs, trail: trailOf(runs, 12) });

  const { markup } = targetPage(story, viewOf('40'));

  assert.match(markup, /<h2 id="why">Run 40 went well<\/h2>/);
  assert.match(markup, /<a href="\.\/odd%2Fna%20me%3F\?run=40" aria-current="true">/);
  assert.match(markup, /<a href="\.\/odd%2Fna%20me%3F\?run=41"><time/);
  assert.match(markup, /<summary>4 earlier runs<\/summary>/);
  assert.match(markup, /<form method="post" action="\.\/odd%2Fna%20me%3F">/);
  assert.match(markup, /href="\.\.\/api\/v1\/targets\/odd%2Fna%20me%3F"/);
  assert.match(markup, /href="\.\.\/logs\?id=40"/);
});

test('a run that is not remembered any more is told of, and the page explains what there is', () => {
  const text = read(storyWith({ state: 'down', runs: [FAILED] }), '17<');

  assert.match(text, /Run 17&lt; is not remembered any more, or never was/);
  assert.match(text, /Why it is down/);
});

test('a target that has not run has a page without a single number', () => {
  const text = read(storyWith({ state: 'unknown', trail: [] }));

  assert.match(
    text,
    /The last run No run has ended yet\. Latency No run has ended yet\. Last runs None yet\./,
  );
  assert.doesNotMatch(text, /NaN|undefined|Infinity/);
});

test('where there is no room for good runs, the page says so', () => {
  const point = { state: 'up', startedAtMs: NOW_MS, seconds: 0.01 } as const;

  assert.match(
    read(storyWith({ trail: [point] })),
    /The last run It went well\. Of so many targets/,
  );
  const failed = { ...point, state: 'down' } as const;
  assert.match(
    read(storyWith({ state: 'down', trail: [failed] })),
    /The last run The last failure is not remembered any more\./,
  );
});

test('more series than a page can show are in the JSON', () => {
  const one = { type: 'gauge', help: 'X.', labels: {}, value: 1 };
  const samples = Array.from({ length: 153 }, (_, index) => ({ ...one, metric: `x_${index}` }));

  assert.match(
    read(storyWith({ runs: [runWith({ samples })] })),
    /And 3 more, which are in the JSON\./,
  );
});
