import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitting, type Weight, weigh } from '../../src/history/weight.ts';
import type { Result } from '../../src/result.ts';
import { failed, success } from '../support/test-result.ts';

const nothing = weigh(success());

/** What it weighs more than a run that says nothing. */
function check(result: Result, wanted: Partial<Weight>): void {
  const { verdict, samples, words } = weigh(result);
  const more = { verdict: verdict - nothing.verdict, samples, words };
  assert.deepEqual(more, { verdict: 0, samples: 0, words: 0, ...wanted });
}

test('a run that says nothing has the weight of its verdict', () => {
  assert.deepEqual(nothing, { verdict: 900, samples: 0, words: 0 });
});

test('every piece and every character of what a run said weighs something', () => {
  check(failed('status', { detail: 'x'.repeat(100) }), { verdict: 200 });
  check(success({ secrets: ['x'.repeat(100)] }), { verdict: 350 });
  check(success({ log: [{ atMs: 0, text: 'x'.repeat(100) }] }), { words: 350 });
  check(success({ evidence: [{ kind: 'sent', text: 'x'.repeat(100) }] }), { words: 350 });
  const span = { phase: 'first', start: 0, seconds: 0 };
  check(success({ spans: [{ ...span, about: undefined }] }), { verdict: 150 });
  check(success({ spans: [{ ...span, about: 'x'.repeat(100) }] }), { verdict: 350 });
  const sample = { metric: 'probe_x', value: 1, createdAt: undefined };
  check(success({ samples: [{ ...sample, labels: {} }] }), { samples: 150 });
  check(success({ samples: [{ ...sample, labels: { a: 'x'.repeat(100) } }] }), { samples: 500 });
});

const log = [{ atMs: 0, text: 'hello' }];
const evidence = [{ kind: 'received', text: 'hello' }] as const;
const samples = [{ metric: 'probe_x', labels: {}, value: 1, createdAt: undefined }];
const whole = failed('status', { log, evidence, samples });
const { verdict, samples: values, words } = weigh(whole);

function checkFit(mostBytes: number, result: Result | undefined): void {
  assert.deepEqual(fitting(whole, weigh(whole), mostBytes)?.result, result);
}

test('what does not fit loses its words, then its values, and last its verdict', () => {
  checkFit(verdict + values + words, whole);
  checkFit(verdict + values + words - 1, failed('status', { samples }));
  checkFit(verdict + values, failed('status', { samples }));
  checkFit(verdict + values - 1, failed('status'));
  checkFit(verdict, failed('status'));
  checkFit(verdict - 1, undefined);
});

test('what is left weighs what it says', () => {
  for (const most of [1e6, verdict + values, verdict]) {
    const kept = fitting(whole, weigh(whole), most);
    assert.ok(kept !== undefined);
    const { verdict, samples, words } = weigh(kept.result);
    assert.equal(kept.bytes, verdict + samples + words);
  }
});
