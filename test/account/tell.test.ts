import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../src/account/story.ts';
import { runAccountOf, storyOf } from '../../src/account/tell.ts';
import type { Result } from '../../src/result.ts';
import { knownTarget } from '../support/known-target.ts';
import { testConfig, testTarget } from '../support/test-config.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const START = 1_600_000_000_000;
const probe = testProbe(async () => {}, {
  probe_hits_total: { type: 'counter', help: 'Hits.', labels: ['path'] },
  probe_size_bytes: { type: 'gauge', unit: 'bytes', help: 'Size.' },
});

function sampleOf(metric: string, value: number, more = {}) {
  return { metric, value, labels: {}, createdAt: undefined, ...more };
}

/** What is told of one run. */
function told(result: Result) {
  return runAccountOf({ id: 7, job: testJob(probe), result });
}

test('a story has the runs newest first, the changes, and the settings with their secrets masked', () => {
  const target = knownTarget(testTarget('shop', probe), [
    success({ startedAtMs: START }),
    failed('status', { startedAtMs: START + 1000, phase: 'first', detail: 'got 503' }),
  ]);
  const config = testConfig([target.listed], {
    shownModules: new Map([['test', 'test:\n  password: <secret>\n']]),
  });
  const whole = storyOf(target, config, START + 1000);

  assert.deepEqual(story.strict().parse(whole), whole);
  assert.deepEqual(
    whole.runs.map(({ id, state }) => [id, state]),
    [
      [1, 'down'],
      [0, 'up'],
    ],
  );
  assert.deepEqual(whole.changes, [
    {
      atMs: START + 1000,
      from: 'up',
      to: 'down',
      reason: 'status',
      phase: 'first',
      detail: 'got 503',
    },
  ]);
  assert.equal(whole.settings, 'test:\n  password: <secret>\n');
  assert.deepEqual([whole.timeoutSeconds, whole.state], [5, 'down']);
});

test('a story survives JSON as it is', () => {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.5];
  const samples = values.map((value) => sampleOf('probe_size_bytes', value));
  const spans = [{ phase: 'first', about: undefined, start: 0, seconds: 0.25 }];
  const evidence = [{ kind: 'received', text: Buffer.from([0, 0xff, 0x41]) } as const];
  const log = [{ atMs: START, text: 'hello\u0000' }];
  const target = knownTarget(testTarget('shop', probe), [
    success({ startedAtMs: START, samples, spans, evidence, log }),
  ]);
  const whole = storyOf(target, testConfig([]), START);

  assert.deepEqual(JSON.parse(JSON.stringify(whole)), whole);
  assert.deepEqual(
    whole.runs[0]?.samples.map(({ value }) => value),
    ['NaN', '+Inf', '-Inf', -0.5],
  );
});

test('a value is told with what its metric means, and since when it counts', () => {
  const createdAt = { seconds: 1_604_512_662, nanos: 448_578_000 };
  const { samples } = told(
    success({
      samples: [
        sampleOf('probe_hits_total', 7, { labels: { path: '/' }, createdAt }),
        sampleOf('probe_size_bytes', 512),
      ],
    }),
  );

  assert.deepEqual(samples, [
    {
      metric: 'probe_hits_total',
      type: 'counter',
      help: 'Hits.',
      labels: { path: '/' },
      value: 7,
      createdSeconds: 1_604_512_662.448578,
    },
    {
      metric: 'probe_size_bytes',
      type: 'gauge',
      help: 'Size.',
      unit: 'bytes',
      labels: {},
      value: 512,
    },
  ]);
});

test('a run is told with its times, its verdict and what it did when', () => {
  const spans = [
    { phase: 'first', about: 'shop.example', start: 0, seconds: 0.1 },
    { phase: 'second', about: undefined, start: 0.1, seconds: 0.15 },
  ];
  const { evidence, log, samples, ...run } = told(
    failed('tls', { startedAtMs: START, errorSeconds: 0.001, phase: 'second', spans }),
  );

  assert.deepEqual([evidence, log, samples], [[], [], []]);
  assert.deepEqual(run, {
    id: 7,
    state: 'down',
    startedAtMs: START,
    seconds: 0.25,
    errorSeconds: 0.001,
    timeoutSeconds: 10,
    reason: 'tls',
    phase: 'second',
    detail: 'no',
    spans: [
      { phase: 'first', about: 'shop.example', start: 0, seconds: 0.1 },
      { phase: 'second', start: 0.1, seconds: 0.15 },
    ],
  });
});

test('trouble of our own is no verdict on the target', () => {
  assert.equal(told(failed('internal', { ownTrouble: true })).state, 'unknown');
});
