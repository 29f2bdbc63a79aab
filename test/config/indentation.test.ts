import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseText } from '../../src/config/document.ts';
import { indentedEnough } from '../../src/config/indentation.ts';

/** What a text says, as plain values. */
function check(lines: readonly string[], wanted: unknown): void {
  const { document, problems } = parseText(`${lines.join('\n')}\n`);
  assert.deepEqual(problems, []);
  assert.deepEqual(document.toJS(), wanted);
}

function refused(...lines: readonly string[]): void {
  assert.notDeepEqual(parseText(`${lines.join('\n')}\n`).problems, [], lines.join('\n'));
}

test('lines within quotes and braces may stand as far left as they like', () => {
  check(['a:', "  body: '{", '    "x": 1', "  }'", '  b: 2'], { a: { body: '{ "x": 1 }', b: 2 } });
  check(['a:', '  body: "one', '', 'two \\', 'three"', '  b: 2'], {
    a: { body: 'one\ntwo three', b: 2 },
  });
  check(['a:', '  b: [', '1,', '  2', ']', '  c: 3'], { a: { b: [1, 2], c: 3 } });
  check(['a: {', '\tb: {', '\t\tc: "d"', '\t}', '}', 'e: 1'], { a: { b: { c: 'd' } }, e: 1 });
  check(['a: [', '  # it’s', 'x', ']'], { a: ['x'] });
});

test('the places of what comes behind stay right', () => {
  const { lines, root } = parseText("a:\n  b: '\n  c'\n  d: 1\n");
  const d = root.children.get('a')?.children.get('d');
  assert.deepEqual(lines.linePos(d?.offset ?? 0), { line: 4, col: 6 });
});

test('what is never closed stays an error, and where it was', () => {
  refused('a: {', 'b: 1');
  refused('a:', "  b: 'c", '  d: 1');
  refused('a: "b', '---', '"');
  refused('a: [', '...', ']');
  refused('a: {b: 1}', '}');
  const { problems, lines } = parseText('a:\n  b: {c: 1\nd: 2\n');
  assert.deepEqual(lines.linePos(problems[0]?.offset ?? 0), { line: 3, col: 1 });
});

test('a text that needs nothing is left as it is', () => {
  for (const text of [
    '',
    'a: 1\n',
    "a: it's\n",
    'a: |\n  "b\nc: "d"\n',
    '- "a"\n- [b]\n',
    'a: "b',
  ]) {
    assert.equal(indentedEnough(text), text);
  }
});
