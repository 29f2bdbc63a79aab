import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepTeller } from '../../src/account/steps.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';

const AT = 1_604_512_662_000;

test('steps are told once, in the order in which they were made', () => {
  const tell = stepTeller(testJob(testProbe(async () => {})));
  const first = { phase: 'first', about: 'shop.example', start: 0.0004, seconds: 1 };
  const second = { phase: 'second', about: undefined, start: 1.2, seconds: 0 };
  const asked = { atMs: AT + 1, text: 'asked' };
  const more = { startedAtMs: AT, evidence: [], secrets: [] };

  assert.deepEqual(tell({ ...more, spans: [first], log: [asked] }), [
    { seconds: 0.0004, phase: 'first', text: 'shop.example' },
    { seconds: 0.001, text: 'asked' },
  ]);
  assert.deepEqual(tell({ ...more, spans: [first], log: [asked] }), []);
  const heard = { atMs: AT + 1100, text: 'heard\u0000' };
  assert.deepEqual(tell({ ...more, spans: [first, second], log: [asked, heard] }), [
    { seconds: 1.1, text: 'heard\\x00' },
    { seconds: 1.2, phase: 'second', text: '' },
  ]);
});

test('what the run hides, and what it said of secrets, is masked where the peer repeats it', () => {
  const tell = stepTeller(testJob(testProbe(async () => {})));
  const spans = [{ phase: 'first', about: 'token0815 abc', start: 0, seconds: 0 }];
  const log = [{ atMs: AT, text: 'you said tiger99lily' }];
  const evidence = [{ kind: 'sent', text: 'PASS tiger99lily\r\n' }] as const;

  const steps = tell({ startedAtMs: AT, spans, log, evidence, secrets: ['token0815'] });

  assert.doesNotMatch(JSON.stringify(steps), /token0815|tiger99lily/);
  assert.equal(steps.length, 2);
});
