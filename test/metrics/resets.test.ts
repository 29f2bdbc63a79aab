import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instantOfSeconds, instantText } from '../../src/metrics/instant.ts';
import type { Sample } from '../../src/metrics/metrics.ts';
import { createResetMemory } from '../../src/metrics/resets.ts';
import type { Result } from '../../src/result.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const job = testJob(
  testProbe(async () => {}, {
    hits_total: { type: 'counter', help: 'Hits.', labels: ['shard'] },
    load: { type: 'gauge', help: 'Load.' },
  }),
);

const at = instantOfSeconds;

function hits(value: number, createdAt?: number, shard = 'a'): Sample {
  const start = createdAt === undefined ? undefined : at(createdAt);
  return { metric: 'hits_total', value, labels: { shard }, createdAt: start };
}

/** Runs of 0.25 s, one a second; the created timestamps of their samples in seconds, `-` for none. */
function createdOf(runs: readonly (readonly Sample[] | Result)[]): string {
  const { correct } = createResetMemory();
  return runs
    .map((run, index) => {
      const startedAtMs = (1000 + index) * 1000;
      const result = 'outcome' in run ? run : success({ startedAtMs, samples: run });
      return correct(job, result)
        .samples.map(({ createdAt }) => (createdAt === undefined ? '-' : instantText(createdAt)))
        .join(',');
    })
    .join(' ');
}

test('what the target says stays put as long as it says it', () => {
  assert.equal(
    createdOf([[hits(1, 50)], [hits(2, 50)], [hits(2, 50)], [hits(9, 50)]]),
    '50 50 50 50',
  );
});

test('a newer start is a restart, whether the value fell or not', () => {
  assert.equal(createdOf([[hits(9, 50)], [hits(2, 60)], [hits(3, 60)]]), '50 60 60');
  assert.equal(createdOf([[hits(9, 50)], [hits(12, 60)]]), '50 60');
});

test('without a start and without a fall there is no created timestamp', () => {
  assert.equal(createdOf([[hits(1)], [hits(1)], [hits(5)]]), '- - -');
});

test('a fall without a newer start is a reset, seen at the run that saw it', () => {
  assert.equal(createdOf([[hits(9)], [hits(2)], [hits(3)], [hits(3)]]), '- 1001 1001 1001');
  assert.equal(createdOf([[hits(9, 50)], [hits(2, 50)], [hits(3, 50)]]), '50 1001 1001');
});

test('every fall is a reset of its own', () => {
  assert.equal(createdOf([[hits(9)], [hits(2)], [hits(1)], [hits(8)]]), '- 1001 1002 1002');
});

test('a start that the target tells after a reset counts if it is newer', () => {
  assert.equal(
    createdOf([[hits(9)], [hits(2)], [hits(3, 1002)], [hits(4, 1002)]]),
    '- 1001 1002 1002',
  );
  assert.equal(createdOf([[hits(9, 50)], [hits(2, 50)], [hits(3, 60)]]), '50 1001 1001');
});

test('a fall to zero is a fall, and a rise from zero is none', () => {
  assert.equal(createdOf([[hits(9)], [hits(0)], [hits(0)], [hits(4)]]), '- 1001 1001 1001');
  assert.equal(createdOf([[hits(0)], [hits(1)]]), '- -');
});

test('series are told apart by their labels', () => {
  const [low, high] = [hits(5, undefined, 'a'), hits(9, undefined, 'b')];
  assert.equal(
    createdOf([
      [low, high],
      [low, high],
    ]),
    '-,- -,-',
  );
  assert.equal(
    createdOf([
      [hits(9, undefined, 'a'), hits(9, undefined, 'b')],
      [hits(9, undefined, 'b'), hits(2, undefined, 'a')],
      [hits(3, undefined, 'a'), hits(1, undefined, 'b')],
    ]),
    '-,- -,1001 1001,1002',
  );
});

test('a gauge may fall', () => {
  const load = (value: number): Sample => ({
    metric: 'load',
    value,
    labels: {},
    createdAt: undefined,
  });

  assert.equal(createdOf([[load(9)], [load(1)]]), '- -');
});

test('a failed run between two good ones hides no reset', () => {
  assert.equal(
    createdOf([[hits(9)], failed('timeout', { startedAtMs: 1_001_000 }), [hits(2)]]),
    '-  1002',
  );
});

test('a counter that a failed run lacks keeps its reset, one that it has is judged', () => {
  const half = failed('status', { startedAtMs: 1_002_000, samples: [hits(1)] });

  assert.equal(createdOf([[hits(9)], [hits(2)], half, [hits(1)]]), '- 1001 1002 1002');
});

test('a series that is gone from a good run is forgotten', () => {
  assert.equal(createdOf([[hits(9)], [], [hits(2)]]), '-  -');
});

test('of two runs that overlap neither makes the other a reset', () => {
  const { correct } = createResetMemory();
  const late = success({ startedAtMs: 1_000_000, seconds: 2, samples: [hits(5)] });
  const quick = success({ startedAtMs: 1_000_500, seconds: 0.1, samples: [hits(9)] });
  correct(job, quick);
  const [ofLate] = correct(job, late).samples;
  const after = success({ startedAtMs: 1_003_000, samples: [hits(10)] });
  const [ofNext] = correct(job, after).samples;

  assert.equal(ofLate?.createdAt, undefined);
  assert.equal(ofNext?.createdAt, undefined);
});

test('a run that overlaps still shows the reset that is known', () => {
  const { correct } = createResetMemory();
  correct(job, success({ startedAtMs: 1_000_000, samples: [hits(9)] }));
  correct(job, success({ startedAtMs: 1_001_000, seconds: 1, samples: [hits(2)] }));
  const overlapping = success({
    startedAtMs: 1_001_500,
    seconds: 1,
    samples: [hits(3), hits(3, 1002)],
  });
  const samples = correct(job, overlapping).samples.map(({ createdAt }) => createdAt?.seconds);

  assert.deepEqual(samples, [1001, 1002], 'unless the target itself tells of a later start');
});

test('a clock that is set back hides no reset', () => {
  const { correct } = createResetMemory();
  correct(job, success({ startedAtMs: 9_000_000, samples: [hits(9)] }));
  const back = correct(job, success({ startedAtMs: 1_000_000, samples: [hits(2)] }));
  const next = correct(job, success({ startedAtMs: 1_001_000, samples: [hits(3)] }));

  assert.equal(back.samples[0]?.createdAt?.seconds, 1000);
  assert.equal(next.samples[0]?.createdAt?.seconds, 1000);
});

test('the result itself is not touched', () => {
  const { correct } = createResetMemory();
  correct(job, success({ samples: [hits(9)] }));
  const result = Object.freeze(success({ startedAtMs: 2e12, samples: Object.freeze([hits(2)]) }));
  const corrected = correct(job, result);

  assert.equal(result.samples[0]?.createdAt, undefined);
  assert.deepEqual({ ...corrected, samples: [] }, { ...result, samples: [] });
});

test('a start that is worked out anew each time, and wanders by a fraction of a second, is held', () => {
  assert.equal(
    createdOf([[hits(5, 100)], [hits(6, 100.9)], [hits(7, 99.2)], [hits(8, 101)]]),
    // Always measured from the first one, so that small steps do not carry it away.
    '100 100 100 101',
  );
});

test('a fall is a restart, however near its start is to the one before', () => {
  assert.equal(createdOf([[hits(5, 100)], [hits(1, 100.9)], [hits(2, 100.9)]]), '100 100.9 100.9');
});

/** How many restarts were seen after these runs, and in which of them last. */
function restartsIn(runs: readonly (readonly Sample[] | Result)[]): string {
  const { correct, restarts } = createResetMemory();
  for (const [index, run] of runs.entries())
    correct(
      job,
      'outcome' in run ? run : success({ startedAtMs: (100 + index) * 1000, samples: run }),
    );
  const { count = 0, lastAtMs = 0 } = restarts() ?? {};
  return `${count} at ${lastAtMs / 1000}`;
}

test('a run in which counters have started again is one restart, of however many counters', () => {
  const check = (runs: readonly (readonly Sample[] | Result)[], wanted: string) =>
    assert.equal(restartsIn(runs), wanted);

  check([[hits(1)], [hits(2)], [hits(2)]], '0 at 0');
  check([[hits(9)], [hits(1)], [hits(2)]], '1 at 101');
  check(
    [
      [hits(9), hits(9, 50, 'b')],
      [hits(1), hits(1, 60, 'b')],
    ],
    '1 at 101',
  );
  check([[hits(1, 50)], [hits(2, 60)], [hits(1, 60)], [hits(5, 60)]], '2 at 102');
  // That it tells of a start at all, or works it out anew, is none.
  check([[hits(1)], [hits(2, 50)]], '0 at 0');
  check([[hits(1, 50)], [hits(2, 50.4)]], '0 at 0');
  // A series that was not there before has not started again.
  check([[hits(9)], [hits(1, undefined, 'b')]], '0 at 0');
});
