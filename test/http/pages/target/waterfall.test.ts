import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hopsOf } from '../../../../src/account/hops.ts';
import { bar, waterfall } from '../../../../src/http/pages/target/waterfall.ts';
import { runWith } from '../../../support/stories.ts';

const spans = (...phases: readonly string[]) =>
  phases.map((phase, index) => ({ phase, start: index / 10, seconds: 0.1 }));

test('a bar lies where its span lies in the whole run, and the shortest is there to be seen', () => {
  const check = (start: number, seconds: number, whole: number, wanted: string) =>
    assert.match(bar({ start, seconds }, whole).markup, new RegExp(`class="span" ${wanted}/>`));

  check(0, 1, 1, 'x="0" y="0" width="1000" height="10"');
  check(0.25, 0.5, 1, 'x="250" y="0" width="500" height="10"');
  check(0.5, 0, 1, 'x="500" y="0" width="4" height="10"');
  check(1, 0.000_001, 1, 'x="996" y="0" width="4" height="10"');
  check(0, 0, 0, 'x="0" y="0" width="4" height="10"');
});

test('every redirect is a hop of its own, and TLS in the middle of a dialogue is none', () => {
  const check = (phases: string, wanted: string) =>
    assert.equal(
      hopsOf(spans(...phases.split(' ')))
        .map((hop) => hop.map(({ phase }) => phase).join(' '))
        .join(' | '),
      wanted,
    );

  check('resolve connect tls dialogue', 'resolve connect tls dialogue');
  check(
    'resolve connect processing transfer resolve connect tls processing transfer',
    'resolve connect processing transfer | resolve connect tls processing transfer',
  );
  check(
    'resolve connect tls processing transfer connect tls processing',
    'resolve connect tls processing transfer | connect tls processing',
  );
  check('resolve connect dialogue tls dialogue', 'resolve connect dialogue tls dialogue');
  check('connect dialogue tls dialogue', 'connect dialogue tls dialogue');
});

test('the span that failed says so in words: the last of the phase that the verdict names', () => {
  const run = runWith({
    state: 'down',
    reason: 'reset',
    phase: 'connect',
    detail: 'cut off',
    seconds: 0.6,
    errorSeconds: 0.002,
    spans: spans('resolve', 'connect', 'processing', 'transfer', 'resolve', 'connect'),
  });

  const { markup } = waterfall(run);

  assert.equal(markup.split('failed here').length, 2);
  assert.match(markup, /<li class="failed"><span class="what"><b>connect<\/b> <strong[^>]*>failed/);
  assert.ok(markup.indexOf('failed here') > markup.indexOf('Hop 2 of 2'));
  assert.match(
    markup,
    /600 ms in all, of at most 5 s\. Up to 2 ms of that may be this exporter’s own/,
  );
});

test('what a span was about is text, and a run without spans says so', () => {
  const about = '<img src=x onerror=alert(1)>';
  const [span] = spans('connect');
  assert.ok(span);

  const { markup } = waterfall(runWith({ spans: [{ ...span, about }] }));

  assert.match(markup, /&lt;img src=x onerror=alert\(1\)&gt;/);
  assert.doesNotMatch(markup, /<img|failed here|too long/);
  assert.equal(waterfall(runWith()).markup, '<p>The run ended before its first phase.</p>');
});
