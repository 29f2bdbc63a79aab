import assert from 'node:assert/strict';
import { test } from 'node:test';
import { targetPage } from '../../../../src/http/pages/target/sections.ts';
import { NOW_MS, runWith, storyWith, trailOf, viewOf } from '../../../support/stories.ts';

const HOSTILE = `</pre></title></svg>"'><script>alert(1)</script><img src=//evil.example/x onerror=a()>javascript:x\u202e\u0000`;

const RUN = runWith({
  state: 'down',
  reason: 'content',
  phase: 'dialogue',
  detail: HOSTILE,
  spans: [{ phase: 'dialogue', about: HOSTILE, start: 0, seconds: 1e9 }],
  evidence: [
    { kind: 'sent', text: HOSTILE },
    { kind: 'received', text: HOSTILE },
    { kind: 'entries', title: HOSTILE, entries: [[HOSTILE, HOSTILE]] },
    {
      kind: 'certificates',
      chain: [
        {
          subject: HOSTILE,
          issuer: HOSTILE,
          names: [HOSTILE],
          notBeforeMs: -1e300,
          notAfterMs: 1e300,
          serialNumber: HOSTILE,
          fingerprint: HOSTILE,
        },
      ],
    },
  ],
  log: [{ atMs: NOW_MS, text: HOSTILE }],
  samples: [
    {
      metric: 'x_timestamp_seconds',
      type: 'gauge',
      help: HOSTILE,
      unit: HOSTILE,
      labels: { a: HOSTILE },
      value: 1e300,
    },
    {
      metric: 'x_total',
      type: 'counter',
      help: HOSTILE,
      unit: HOSTILE,
      labels: { a: HOSTILE },
      value: 5e-324,
      createdSeconds: -1e300,
    },
    { metric: 'x_offset_seconds', type: 'gauge', help: '', labels: {}, value: 'NaN' },
  ],
});

const STORY = storyWith({
  name: HOSTILE.replace('\u0000', ''),
  module: HOSTILE,
  address: HOSTILE,
  settings: HOSTILE,
  labels: { team: HOSTILE },
  state: 'down',
  detail: HOSTILE,
  runs: [RUN],
  trail: trailOf([RUN], 3),
  changes: [{ atMs: NOW_MS, from: 'up', to: 'down', reason: 'content', detail: HOSTILE }],
});

test('whatever a target says, the page has only tags and attributes of ours', () => {
  for (const wanted of [undefined, HOSTILE]) {
    const { markup } = targetPage(STORY, viewOf(wanted));

    const tags = new Set([...markup.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name));
    for (const tag of ['script', 'img', 'style', 'iframe']) assert.ok(!tags.has(tag), tag);
    assert.doesNotMatch(markup, /<[^>]*\son\w+=/);
    for (const unseen of ['\u202e', '\u0000']) assert.ok(!markup.includes(unseen));
    // All that leads anywhere leads to a place of ours.
    const places = [...markup.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, place]) => place);
    assert.ok(places.length >= 6);
    for (const place of places) assert.match(place ?? '', /^\.\.?\/[#&;\w%.()'!*~?=/-]*$/);
  }
});

test('text from a target cannot end the picture that its words stand in', () => {
  const { markup } = targetPage(STORY, viewOf());

  assert.equal(markup.split('<svg').length, markup.split('</svg>').length);
  assert.equal(markup.split('<pre').length, markup.split('</pre>').length);
});
