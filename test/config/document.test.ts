import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseText } from '../../src/config/document.ts';
import { report } from '../../src/config/locate.ts';

function messages(text: string): readonly string[] {
  return parseText(text).problems.map(({ message }) => message);
}

function keys(text: string): readonly string[] {
  const { root, problems } = parseText(text);
  assert.deepEqual(problems, [], JSON.stringify(text));
  return [...root.children.keys()];
}

test('a file without a document is an error, an empty document is not', () => {
  const empty = ['the file is empty, want at least "modules:"'];
  assert.deepEqual(messages(''), empty);
  assert.deepEqual(messages('\n\n'), empty);
  assert.deepEqual(messages('# nothing yet\n'), empty);
  assert.deepEqual(messages('\ufeff'), empty);
  assert.deepEqual(messages('---\n'), []);
  assert.deepEqual(messages('null\n'), []);
  assert.deepEqual(messages('{}\n'), []);
  assert.deepEqual(messages('---\n---\nmodules: [\n'), []);
});

test('lines end as YAML 1.1 has it, and columns are counted all the same', () => {
  assert.deepEqual(keys('a: 1\nb: 2\n'), ['a', 'b']);
  assert.deepEqual(keys('a: 1\r\nb: 2\r\n'), ['a', 'b']);
  assert.deepEqual(keys('a: 1\rb: 2\r'), ['a', 'b']);
  assert.deepEqual(keys('a: 1\u0085b: 2\u0085'), ['a', 'b']);
  assert.deepEqual(keys('\ufeffa: 1\n'), ['a']);
  const parsed = parseText('a: 1\r\nb: 2\r\n  a: 3\r\n');
  assert.match(report('f', parsed, parsed.problems)[0] ?? '', /^f:2:4: /);
});

test('control characters are refused wherever they stand', () => {
  assert.deepEqual(messages('# \x01\na: 1\n'), ['the control character U+0001 is not allowed']);
  assert.deepEqual(messages('a: "\x07"\n'), ['the control character U+0007 is not allowed']);
  assert.deepEqual(messages('a: \x7f\n'), ['the control character U+007F is not allowed']);
  assert.deepEqual(messages('a: \u0081\n'), ['the control character U+0081 is not allowed']);
  assert.deepEqual(messages('a: \uffff\n'), ['the control character U+FFFF is not allowed']);
  assert.deepEqual(messages('a: "\\x07 \t \u{1f600} \ue000"\n'), []);
});
