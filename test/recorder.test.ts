import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Evidence, evidenceWeight } from '../src/evidence.ts';
import type { MetricSpecs } from '../src/metrics/metrics.ts';
import { type Recorder, startRecorder } from '../src/recorder.ts';

const SPECS: MetricSpecs = {
  plain: { type: 'gauge', help: 'Plain.' },
  served_total: { type: 'counter', help: 'Served.' },
  answer: { type: 'gauge', help: 'Answer.', labels: ['code', 'version'] },
};

/** A number, where TypeScript would not let a plugin in JavaScript pass what it passes. */
const untyped = (value: unknown): number => value as number;

test('an observation is kept, with its labels in the declared order', () => {
  const { observe, taken } = startRecorder(SPECS);
  observe('plain', 1.5);
  observe('answer', 200, { labels: { version: '1.1', code: 'ok' } });

  assert.deepEqual(taken().samples, [
    { metric: 'plain', value: 1.5, labels: {}, createdAt: undefined },
    { metric: 'answer', value: 200, labels: { code: 'ok', version: '1.1' }, createdAt: undefined },
  ]);
  assert.deepEqual(Object.keys(taken().samples[1]?.labels ?? {}), ['code', 'version']);
});

test('of one metric and label set the last observation wins', () => {
  const { observe, taken } = startRecorder(SPECS);
  observe('plain', 1);
  observe('plain', 2);
  observe('plain', 3, { labels: {} });
  observe('answer', 1, { labels: { code: 'a', version: 'b' } });
  observe('answer', 2, { labels: { version: 'b', code: 'a' } });
  observe('answer', 3, { labels: { version: 'a', code: 'b' } });

  assert.deepEqual(
    taken().samples.map(({ value }) => value),
    [3, 2, 3],
  );
});

test('label values that differ are never taken for the same', () => {
  const { observe, taken } = startRecorder(SPECS);
  observe('answer', 1, { labels: { code: 'a","b', version: 'c' } });
  observe('answer', 2, { labels: { code: 'a', version: 'b","c' } });

  assert.equal(taken().samples.length, 2);
});

test('what is not declared is refused', () => {
  const { observe } = startRecorder(SPECS);

  const refused = (work: () => void, why: RegExp): void => assert.throws(work, why);
  refused(() => observe('typo', 1), /observed "typo", which it does not declare/);
  refused(() => observe('constructor', 1), /observed "constructor"/);
  refused(() => observe('__proto__', 1), /observed "__proto__"/);
  refused(() => observe('answer', 1), /"answer" needs the label "code"/);
  refused(() => observe('answer', 1, { labels: { code: 'a' } }), /needs the label "version"/);
  refused(
    () => observe('answer', 1, { labels: { code: 'a', version: 'b', more: 'c' } }),
    /"answer" does not declare the label "more"/,
  );
  refused(
    () => observe('plain', 1, { labels: { code: 'a' } }),
    /does not declare the label "code"/,
  );
  refused(
    () => observe('answer', 1, { labels: { code: 'a', version: untyped(2) as unknown as string } }),
    /needs the label "version" as text/,
  );
});

test('a value is a number, and that of a counter finite and not negative', () => {
  const { observe, taken } = startRecorder(SPECS);

  const refused = (metric: string, value: unknown, why: RegExp): void =>
    assert.throws(() => observe(metric, untyped(value)), why);
  refused('plain', '1\nforged 2', /"plain" got string, want a number/);
  refused('plain', undefined, /"plain" got undefined/);
  refused('plain', 1n, /"plain" got bigint/);
  refused('served_total', -1, /got -1, want a finite number from 0 up/);
  refused('served_total', Number.NaN, /got NaN/);
  refused('served_total', Number.POSITIVE_INFINITY, /got Infinity/);
  observe('plain', Number.NaN);
  observe('plain', Number.NEGATIVE_INFINITY);
  observe('served_total', 0);

  assert.deepEqual(
    taken().samples.map(({ value }) => value),
    [Number.NEGATIVE_INFINITY, 0],
  );
});

function createdOf(createdAt: unknown): unknown {
  const { observe, taken } = startRecorder(SPECS);
  observe('served_total', 1, { createdAt: untyped(createdAt) });
  return taken().samples[0]?.createdAt;
}

test('a created timestamp keeps every digit that was given', () => {
  const exact = { seconds: 1_604_512_662, nanos: 448_578_123 };

  assert.deepEqual(createdOf(1_604_512_662.448578), { seconds: 1_604_512_662, nanos: 448_578_000 });
  assert.deepEqual(createdOf(0), { seconds: 0, nanos: 0 });
  assert.deepEqual(createdOf(-1.25), { seconds: -2, nanos: 750_000_000 });
  assert.deepEqual(createdOf(exact), exact);
  assert.notEqual(createdOf(exact), exact, 'a copy, since the plugin may go on writing');
  assert.equal(createdOf(undefined), undefined);
});

test('a created timestamp that is no time is refused', () => {
  const refused = (createdAt: unknown): void =>
    assert.throws(() => createdOf(createdAt), /the created timestamp of "served_total" is no time/);
  refused(Number.NaN);
  refused(Number.POSITIVE_INFINITY);
  refused(1e300);
  refused({ seconds: 1.5, nanos: 0 });
  refused({ seconds: 1, nanos: 1_000_000_000 });
  refused({ seconds: 1, nanos: -1 });
  refused({ seconds: Number.NaN, nanos: 0 });
  refused({});
});

test('what was taken does not change when the probe goes on', () => {
  const { observe, debug, taken } = startRecorder(SPECS);
  observe('plain', 1);
  debug('one');
  const early = taken();
  observe('plain', 2);
  observe('served_total', 2);
  debug('two');

  assert.deepEqual(
    early.samples.map(({ value }) => value),
    [1],
  );
  assert.deepEqual(
    early.log.map(({ text }) => text),
    ['one'],
  );
});

function fill({ observe }: Recorder, from: number, to: number): void {
  for (let code = from; code < to; code += 1) {
    observe('answer', 1, { labels: { code: String(code), version: '' } });
  }
}

test('a probe that observes without end is stopped, also if it does not listen', () => {
  const recorder = startRecorder(SPECS);
  fill(recorder, 0, 10_000);
  assert.throws(() => fill(recorder, 10_000, 10_001), /more than 10000 series in one run/);
  assert.throws(() => fill(recorder, 10_001, 10_002), /more than 10000 series/);
  // Those that are there may still change.
  fill(recorder, 0, 1);

  assert.equal(recorder.taken().samples.length, 10_000);
});

test('a probe that says many lines is cut short', () => {
  const { debug, taken } = startRecorder({});
  for (let line = 0; line < 5000; line += 1) debug('line');

  assert.equal(taken().log.length, 500);
});

test('a probe that says much is cut short', () => {
  const { debug, taken } = startRecorder({});
  debug('x'.repeat(100_000));
  debug('line');

  const { log } = taken();
  assert.deepEqual(
    log.map(({ text }) => text.length),
    [32_768],
  );
});

function shownBy(work: (recorder: Recorder) => void): readonly Evidence[] {
  const recorder = startRecorder({});
  work(recorder);
  return recorder.taken().evidence;
}

test('what was shown is kept as it was at that moment, in its order', () => {
  const bytes = Buffer.from('abc');
  const entries: [string, string][] = [['a', '1']];
  const der = new Uint8Array([1, 2, 3]);
  const kept = shownBy(({ show }) => {
    show({ kind: 'sent', text: 'hello' });
    show({ kind: 'received', text: bytes });
    show({ kind: 'entries', title: 'Headers', entries });
    show({ kind: 'certificates', chain: [der] });
    bytes.fill(0);
    entries.push(['b', '2']);
  });

  assert.deepEqual(kept, [
    { kind: 'sent', text: 'hello' },
    { kind: 'received', text: 'abc', areBytes: true },
    { kind: 'entries', title: 'Headers', entries: [['a', '1']] },
    { kind: 'certificates', chain: [der] },
  ]);
});

test('of a long message the beginning is kept, and that there was more', () => {
  const kept = shownBy(({ show }) => {
    show({ kind: 'received', text: 'x'.repeat(2048) });
    show({ kind: 'received', text: 'x'.repeat(2049) });
    show({ kind: 'received', text: Buffer.alloc(5000), isCut: false });
    show({ kind: 'received', text: 'begin', isCut: true });
  });

  assert.deepEqual(
    kept.map((one) => 'text' in one && [one.text.length, one.isCut]),
    [
      [2048, undefined],
      [2048, true],
      [2048, true],
      [5, true],
    ],
  );
});

test('entries and certificates have a limit, and say what is left out', () => {
  const [many, long, chain] = shownBy(({ show }) => {
    const numbers = Array.from({ length: 150 }, (_, index) => [`${index}`, 'x'] as const);
    show({ kind: 'entries', title: 'x'.repeat(200), entries: numbers });
    show({ kind: 'entries', title: '', entries: [['a', 'y'.repeat(2000)]] });
    const small = new Uint8Array(10);
    show({
      kind: 'certificates',
      chain: [new Uint8Array(10_000), ...Array.from({ length: 20 }, () => small)],
    });
  });

  assert.ok(many?.kind === 'entries' && long?.kind === 'entries' && chain?.kind === 'certificates');
  assert.equal(many.title.length, 100);
  assert.deepEqual(many.entries.slice(99), [
    ['99', 'x'],
    ['…', '50 more'],
  ]);
  assert.deepEqual(long.entries, [['a', `${'y'.repeat(1024)}… cut`]]);
  assert.equal(chain.chain.length, 9);
});

test('bytes are kept as they are, and not the memory in which they lay', () => {
  const large = Buffer.alloc(1_000_000, '\xff\0a', 'latin1');
  const kept = shownBy(({ show }) => {
    show({ kind: 'received', text: large.subarray(0, 3) });
    show({ kind: 'received', text: () => large.subarray(3, 6) });
    show({ kind: 'certificates', chain: [large.subarray(0, 3)] });
  });

  assert.deepEqual(kept.slice(0, 2), [
    { kind: 'received', text: '\xff\0a', areBytes: true },
    { kind: 'received', text: '\xff\0a', areBytes: true },
  ]);
  const [, , certificates] = kept;
  assert.ok(certificates?.kind === 'certificates');
  assert.deepEqual(
    certificates.chain.map(({ buffer }) => buffer.byteLength),
    [3],
  );
});

test('what still grows is asked for in the end, and left out if there is nothing', () => {
  let heard = '';
  const kept = shownBy(({ show }) => {
    show({ kind: 'received', text: () => heard });
    show({ kind: 'received', text: () => '' });
    show({
      kind: 'received',
      text() {
        throw new Error('a plugin may do anything');
      },
    });
    show({ kind: 'sent', text: 'bye' });
    heard = 'so far';
  });

  assert.deepEqual(kept, [
    { kind: 'received', text: 'so far' },
    { kind: 'sent', text: 'bye' },
  ]);
});

test('of very much that is shown, the first and the last is kept', () => {
  const lines = shownBy(({ show }) => {
    for (let line = 0; line < 1000; line += 1) show({ kind: 'received', text: `${line}` });
  });
  const texts = lines.map((one) => ('text' in one ? one.text : one.kind));
  assert.deepEqual(texts.slice(30, 35), ['30', '31', 'entries', '968', '969']);
  assert.deepEqual(lines[32], {
    kind: 'entries',
    title: 'Left out here',
    entries: [['pieces', '936']],
  });
  assert.equal(texts.at(-1), '999');

  const long = shownBy(({ show }) => {
    for (let line = 0; line < 1000; line += 1) {
      show({ kind: 'sent', text: 'x'.repeat(2048) });
      show({ kind: 'received', text: () => 'y'.repeat(2048) });
    }
  });
  assert.ok(long.reduce((sum, one) => sum + evidenceWeight(one), 0) < 70_000);
});

test('what is shown and hidden after the run was taken counts no more', () => {
  const { show, hide, taken } = startRecorder({});
  show({ kind: 'sent', text: 'a' });
  hide('one');
  hide('');
  const { evidence, secrets } = taken();
  show({ kind: 'sent', text: 'b' });
  hide('two');

  assert.deepEqual([evidence.length, secrets], [1, ['one']]);
});
