import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose } from '../../../../src/http/pages/target/chosen.ts';
import { runWith, storyWith } from '../../../support/stories.ts';

const GOOD = runWith({ id: 9 });
const BAD = runWith({ id: 8, state: 'down', reason: 'status', detail: 'got 503, want 2xx' });
const OLD = runWith({ id: 3, state: 'down', reason: 'timeout', detail: 'too late' });

test('what is explained is the newest failure, and the title says how the target is now', () => {
  const check = (story: ReturnType<typeof storyWith>, id: number | undefined, title: string) => {
    const chosen = choose(story, undefined);
    assert.deepEqual([chosen.run?.id, chosen.title, chosen.missing], [id, title, undefined]);
  };

  check(storyWith({ state: 'down', runs: [BAD, GOOD, OLD] }), 8, 'Why it is down');
  check(storyWith({ runs: [GOOD, BAD, OLD] }), 8, 'It is up again. The last failure');
  check(storyWith({ runs: [GOOD] }), 9, 'The last run went well');
  // With many targets good runs are not kept.
  check(storyWith({ runs: [BAD] }), 8, 'It is up again. The last failure');
  check(storyWith({ state: 'unknown' }), undefined, 'The last run');
  const blocked = runWith({ id: 8, state: 'unknown', reason: 'blocked', detail: 'no' });
  check(storyWith({ state: 'unknown', runs: [blocked] }), 8, 'Why the last run failed');
  check(storyWith({ state: 'stale', runs: [BAD] }), 8, 'Why the last run failed');
});

test('a run can be asked for by its number, and one that is not there is told of', () => {
  const story = storyWith({ runs: [GOOD, BAD, OLD] });

  assert.deepEqual(
    [choose(story, '3').run, choose(story, '3').title, choose(story, '3').missing],
    [OLD, 'Run 3 failed', undefined],
  );
  assert.equal(choose(story, '9').title, 'Run 9 went well');
  for (const wanted of ['4', '03', '-3', 'x', '9'.repeat(400)]) {
    const { run, missing = '' } = choose(story, wanted);
    assert.equal(run, BAD);
    assert.match(missing, /^Run \S{1,21} is not remembered any more, or never was: /);
  }
});

test('what was measured is of the newest run that measured anything, or of the run that was asked for', () => {
  const value = { metric: 'x', type: 'gauge', help: 'X.', labels: {}, value: 1 };
  const measuring = runWith({ id: 5, samples: [value] });
  const story = storyWith({ runs: [BAD, measuring] });

  assert.equal(choose(story, undefined).measured, measuring);
  assert.equal(choose(story, '8').measured, BAD);
  assert.equal(choose(storyWith({ runs: [BAD] }), undefined).measured, undefined);
});
