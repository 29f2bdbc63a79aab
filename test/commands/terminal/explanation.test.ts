import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explanation } from '../../../src/commands/terminal/explanation.ts';
import { createPaint } from '../../../src/commands/terminal/paint.ts';
import { lookAt } from '../../support/account.ts';
import { testJob } from '../../support/test-job.ts';
import { testProbe } from '../../support/test-probe.ts';
import { failed, success } from '../../support/test-result.ts';
import { withoutColors } from '../../support/without-colors.ts';

const job = testJob(
  testProbe(async () => {}, {
    probe_test_status: { type: 'gauge', help: 'Status.' },
    probe_test_total: { type: 'counter', help: 'Served.', labels: ['path'] },
  }),
  { module: 'web', address: 'https://shop.example/' },
);
const FAILED = {
  job,
  result: failed('status', {
    phase: 'second',
    detail: 'got 503, want 2xx',
    phases: new Map([
      ['first', 0.05],
      ['second', 0.2],
    ]),
    spans: [
      { phase: 'first', about: 'shop.example', start: 0, seconds: 0.05 },
      { phase: 'second', about: undefined, start: 0.05, seconds: 0.2 },
    ],
    samples: [
      { metric: 'probe_test_status', labels: {}, value: 503, createdAt: undefined },
      {
        metric: 'probe_test_total',
        labels: { path: '/"' },
        value: 42,
        createdAt: { seconds: 1_604_512_662, nanos: 448_578_000 },
      },
    ],
    log: [{ atMs: 1_604_512_662_012, text: 'asked\x1b[2J' }],
  }),
};

test('a run in full, for a person', () => {
  assert.equal(
    explanation(FAILED, lookAt(70), 'all'),
    `DOWN  web https://shop.example/  250.0 ms
      status in second: got 503, want 2xx
      The target answered, and its answer says that it is not well.
      Began 2020-11-04 17:57:42 UTC and had 10 s.

  first   ███████▎                               50.0 ms  shop.example
× second         █████████████████████████████  200.0 ms

  Measured
    probe_test_status             503
    probe_test_total{path="/\\""}  42 since 2020-11-04T17:57:42.448578Z

  Log
       +12.0 ms  asked\\x1b[2J
`,
  );
});

test('a program finds times by phase in the first line, and no line that is broken', () => {
  const pipe = { ...lookAt(80), isScreen: false, longest: Number.POSITIVE_INFINITY };
  const long = { job, result: failed('content', { detail: `got ${'x'.repeat(200)}` }) };

  assert.match(
    explanation(FAILED, pipe, 'usual'),
    /^DOWN {2}web https:\/\/shop.example\/ {2}250.0 ms \(first 50.0 ms, second 200.0 ms\)\n {6}status in second: got 503, want 2xx\n/,
  );
  assert.equal(
    explanation(long, pipe, 'verdict'),
    `DOWN  web https://shop.example/  250.0 ms\n      content: got ${'x'.repeat(200)}\n`,
  );
});

test('one of many has a line, or two if it failed', () => {
  const named = { ...job, name: 'shop', address: 'a\x1b[2J\u202e' };
  const own = failed('canceled', { detail: 'gone', ownTrouble: true });

  assert.equal(
    explanation({ job: named, result: success() }, lookAt(40), 'verdict'),
    'up    shop  web a\\x1b[2J\\u202e  250.0 ms\n',
  );
  assert.equal(
    explanation({ job, result: own }, lookAt(40), 'verdict'),
    '?     web https://shop.example/  250.0 ms\n      canceled: gone\n',
  );
});

test('colours surround words, and add none', () => {
  const colored = { ...lookAt(70), paint: createPaint(true) };

  const text = explanation(FAILED, colored, 'all');

  assert.ok(text.startsWith('\x1b[1m\x1b[31mDOWN\x1b[39m\x1b[22m  web '));
  assert.equal(
    withoutColors(text).replace(/ +$/gm, ''),
    explanation(FAILED, lookAt(70), 'all').replace(/ +$/gm, ''),
  );
});
