import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseText } from '../../src/config/document.ts';
import { indentedEnough } from '../../src/config/indentation.ts';
import { report } from '../../src/config/locate.ts';
import type { Located } from '../../src/config/tree.ts';

/** What a text says, as plain values. */
function check(lines: readonly string[], wanted: unknown): void {
  const { root, problems } = parseText(`${lines.join('\n')}\n`);
  assert.deepEqual(problems, []);
  assert.deepEqual(plain(root), wanted);
}

function plain({ kind, value, children }: Located): unknown {
  if (kind === 'scalar') return value;
  if (kind === 'list') return [...children.values()].map(plain);
  return Object.fromEntries([...children].map(([key, child]) => [key, plain(child)]));
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
  const parsed = parseText("a:\n  b: '\n  c'\n  d: 1\n");
  assert.deepEqual(report('f', parsed, [{ path: ['a', 'd'], message: 'x' }]), ['f:4:6: a.d: x']);
});

test('what is never closed stays an error, and where it was', () => {
  refused('a: {', 'b: 1');
  refused('a:', "  b: 'c", '  d: 1');
  refused('a: "b', '---', '"');
  refused('a: [', '...', ']');
  refused('a: {b: 1}', '}');
  const parsed = parseText('a:\n  b: {c: 1\nd: 2\n');
  assert.match(report('f', parsed, parsed.problems)[0] ?? '', /^f:3:1: /);
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
