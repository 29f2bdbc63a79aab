import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseText } from '../../src/config/document.ts';
import { parse } from '../../src/config/parse.ts';
import { showAgain } from '../../src/config/show-again.ts';
import { shownText } from '../../src/config/shown.ts';

/** Ten thousand values and more, in lists and mappings, large ones within large ones. */
function longText(): string {
  const items = Array.from(
    { length: 1500 },
    (_, at) => `  - { name: n${at}, password: p${at}, labels: { a: 1.10, b: !!binary aGk= } }`,
  );
  const keys = Array.from({ length: 1500 }, (_, at) => `    k${at}: [${at}, ~, .inf, "x"]`);
  return [
    'first: 1',
    'items:',
    ...items,
    'deep:',
    '  inner:',
    ...keys,
    'last: &a { b: c }',
    'more: *a',
    '',
  ].join('\n');
}

test('a long text is read as a short one is, place by place', async () => {
  const text = longText();
  assert.deepEqual(await parse(text), parseText(text));
});

test('what is wrong with a long text is found where it is', async () => {
  for (const fault of ['a: "open', 'items: 1', 'x: *nowhere', '\t- x: [', '\x07: 1']) {
    const text = `${longText()}${fault}\n`;
    const { problems } = await parse(text);
    assert.ok(problems.length > 0, fault);
    assert.deepEqual(problems, parseText(text).problems);
  }
});

test('a long text does not hold this thread while it is read', async () => {
  let turns = 0;
  let next: NodeJS.Immediate | undefined;
  const turn = (): void => {
    turns += 1;
    next = setImmediate(turn);
  };
  turn();
  await parse(longText());
  clearImmediate(next);
  // Read in one go there would be none.
  assert.ok(turns > 20, String(turns));
});

test('a text that is nested too deep is refused, and not followed to where others could not', async () => {
  const filling = `#${'x'.repeat(20_000)}\n`;
  const { problems } = await parse(`${filling}a: ${'['.repeat(2500)}${']'.repeat(2500)}\n`);
  assert.match(problems[0]?.message ?? '', /call stack/);
});

test('a long text is shown as a short one is, without its secrets', async () => {
  const masked = { text: longText(), secretTexts: new Set(['n7']) };
  const shown = await showAgain(masked);

  assert.equal(shown, shownText(masked));
  assert.match(shown, /- name: n6\n +password: <secret>\n/);
  assert.doesNotMatch(shown, /\bn7\b|\bp7\b/);
});
