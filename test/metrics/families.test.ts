import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../../src/exposition/text.ts';
import type { Job } from '../../src/job.ts';
import { familiesOf } from '../../src/metrics/families.ts';
import type { Sample } from '../../src/metrics/metrics.ts';
import { rowOf } from '../../src/metrics/row.ts';
import type { Probe } from '../../src/probe.ts';
import type { Result } from '../../src/result.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const probe = testProbe(async () => {}, {
  probe_answer: { type: 'gauge', help: 'Answer.', labels: ['code'] },
});
const job = testJob(probe);
const answer = { metric: 'probe_answer', value: 42, labels: { code: 'ok' }, createdAt: undefined };

function render(...runs: readonly { readonly job: Job; readonly result: Result }[]): string {
  const rows = runs.map(({ job, result }) => rowOf(job, result));
  return [...text(familiesOf(rows), { created: true })].join('');
}

test('one result has its families, sorted by name', () => {
  const phases = new Map([
    ['second', 0.5],
    ['first', 0],
  ]);

  assert.equal(
    render({ job, result: success({ phases, samples: [answer] }) }),
    `# HELP probe_answer Answer.
# TYPE probe_answer gauge
probe_answer{code="ok"} 42
# HELP probe_duration_seconds How long the probe took.
# TYPE probe_duration_seconds gauge
probe_duration_seconds 0.25
# HELP probe_success Whether the probe succeeded.
# TYPE probe_success gauge
probe_success 1
# HELP probe_test_duration_seconds How long each phase of the probe took.
# TYPE probe_test_duration_seconds gauge
probe_test_duration_seconds{phase="second"} 0.5
probe_test_duration_seconds{phase="first"} 0
# HELP probe_timeout_seconds The deadline that the probe was given.
# TYPE probe_timeout_seconds gauge
probe_timeout_seconds 10
`,
  );
});

test('a failure has its reason and phase, and what was observed before it', () => {
  const shown = render({ job, result: failed('status', { phase: 'first', samples: [answer] }) });

  assert.match(shown, /^probe_success 0$/m);
  assert.match(shown, /^probe_failure_info{reason="status",phase="first"} 1$/m);
  assert.match(shown, /^probe_answer{code="ok"} 42$/m);
  assert.doesNotMatch(render({ job, result: success() }), /probe_failure_info/);
});

test('a listed target is up, down, or unknown if the trouble is our own; one of a request has no state', () => {
  const state = (result: Result, name: string | undefined): readonly string[] =>
    [
      ...render({ job: { ...job, name }, result }).matchAll(
        /^probe_state{probe_state="(\w+)"} 1$/gm,
      ),
    ].map(([, word = '']) => word);

  assert.deepEqual(state(success(), 'shop'), ['up']);
  assert.deepEqual(state(failed('refused'), 'shop'), ['down']);
  assert.deepEqual(state(failed('unreachable', { ownTrouble: true }), 'shop'), ['unknown']);
  assert.doesNotMatch(render({ job, result: failed('refused') }), /probe_state/);
});

test('what is for people is never a label', () => {
  const shown = render({ job, result: failed('content', { detail: 'free text' }) });

  assert.doesNotMatch(shown, /free text/);
});

test('results of many jobs share their families, each with its labels', () => {
  const other = testJob(
    testProbe(async () => {}),
    { labels: { target: 'b', team: 'web' } },
  );
  const shown = render(
    { job: { ...job, labels: { target: 'a' } }, result: success({ samples: [answer] }) },
    { job: other, result: failed('refused') },
  );

  assert.equal(shown.match(/# TYPE probe_success gauge/g)?.length, 1);
  assert.match(shown, /^probe_success{target="a"} 1\nprobe_success{target="b",team="web"} 0$/m);
  assert.match(shown, /^probe_answer{target="a",code="ok"} 42$/m);
});

test('a series stands in its own family, whatever targets stand between', () => {
  const specs = { probe_answer: { type: 'gauge', help: 'Answer.', labels: ['code'] } } as const;
  const first = { ...testProbe(async () => {}, specs), name: 'first' };
  const second = { ...testProbe(async () => {}, specs), name: 'second' };
  const third = testProbe(async () => {}, {
    probe_aside: { type: 'gauge', help: 'Aside.' },
    probe_answer: { type: 'gauge', help: 'Another answer.', labels: ['code'] },
  });
  const answers = ['a', 'b', 'c'].map((code) => ({ ...answer, labels: { code } }));
  const aside = { ...answer, metric: 'probe_aside', labels: {} };
  const phases = new Map([['first', 1]]);
  const at = (probe: Probe, target: string, samples: readonly Sample[]) => ({
    job: testJob(probe, { labels: { target } }),
    result: success({ samples, phases }),
  });
  const shown = render(
    at(first, '1', answers),
    at(third, '2', [aside]),
    at(second, '3', answers.slice(0, 1)),
    at(third, '4', answers.slice(1)),
    at(first, '5', []),
  );
  const of = (name: string): readonly string[] =>
    shown.split('\n').filter((line) => new RegExp(`^(# HELP )?${name}[ {]`).test(line));

  assert.deepEqual(of('probe_answer'), [
    '# HELP probe_answer Answer.',
    'probe_answer{target="1",code="a"} 42',
    'probe_answer{target="1",code="b"} 42',
    'probe_answer{target="1",code="c"} 42',
    'probe_answer{target="3",code="a"} 42',
    'probe_answer{target="4",code="b"} 42',
    'probe_answer{target="4",code="c"} 42',
  ]);
  assert.deepEqual(of('probe_aside'), ['# HELP probe_aside Aside.', 'probe_aside{target="2"} 42']);
  assert.deepEqual(of('probe_first_duration_seconds').slice(1), [
    'probe_first_duration_seconds{target="1",phase="first"} 1',
    'probe_first_duration_seconds{target="5",phase="first"} 1',
  ]);
  assert.deepEqual(of('probe_second_duration_seconds').slice(1), [
    'probe_second_duration_seconds{target="3",phase="first"} 1',
  ]);
  assert.equal(of('probe_success').length, 6);
});

test('a label of the probe does not hide one of the target', () => {
  const named = testProbe(async () => {}, {
    probe_answer: { type: 'gauge', help: 'Answer.', labels: ['module', 'code'] },
  });
  const sample = { ...answer, labels: { module: 'theirs', code: 'ok' } };
  const result = success({ samples: [sample] });
  const listed = testJob(named, { labels: { target: 'a', module: 'ours' } });

  assert.match(
    render({ job: listed, result }),
    /^probe_answer{target="a",module="ours",exported_module="theirs",code="ok"} 42$/m,
  );
  assert.match(
    render({ job: testJob(named), result }),
    /^probe_answer{module="theirs",code="ok"} 42$/m,
  );
});

test('nothing to show is nothing', () => {
  assert.deepEqual(familiesOf([]), []);
});

test('a sample that its job does not declare is a bug of ours', () => {
  const result = success({ samples: [{ ...answer, metric: 'probe_other' }] });

  assert.throws(() => rowOf(job, result), /BUG: the sample probe_other is not declared/);
});
