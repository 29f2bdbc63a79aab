import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, constantFrom, integer, property, string } from 'fast-check';
import { cut, folded, padded, widthOf } from '../../../src/commands/terminal/width.ts';

test('wide characters take two columns, marks on others none', () => {
  const check = (text: string, wanted: number): void => assert.equal(widthOf(text), wanted, text);

  check('', 0);
  check('plain', 5);
  check('é', 1);
  check('e\u0301', 1);
  check('日本語', 6);
  check('ｆｕｌｌ', 8);
  check('한글', 4);
  check('🎉', 2);
  check('❤\ufe0f', 2);
  check('…█▏×', 4);
});

test('what is too wide is cut, and says so', () => {
  const check = (text: string, width: number, wanted: string): void =>
    assert.equal(cut(text, width), wanted);

  check('short', 5, 'short');
  check('shorter', 5, 'shor…');
  check('日本語', 5, '日本…');
  check('日本語', 4, '日…');
  check('ab', 1, '…');
  check('ab', 0, '');
  check('', 0, '');
});

test('a column is as wide as it should be', () => {
  const check = (text: string, width: number, wanted: string): void =>
    assert.equal(padded(text, width), wanted);

  check('ab', 4, 'ab  ');
  check('日本', 4, '日本');
  check('日本語', 4, '日… ');
  check('abcdef', 4, 'abc…');
});

test('long text is broken at spaces where there are some', () => {
  const check = (text: string, width: number, wanted: readonly string[]): void =>
    assert.deepEqual(folded(text, width), wanted);

  check('', 5, ['']);
  check('got 503, want 2xx', 8, ['got 503,', 'want 2xx']);
  check('got 503, want 2xx', 9, ['got 503,', 'want 2xx']);
  check('xxxxxxxxxxxx', 5, ['xxxxx', 'xxxxx', 'xx']);
  check('a xxxxxxxxx', 5, ['a xxx', 'xxxxx', 'x']);
  check('日本語', 4, ['日本', '語']);
  check('日本', 1, ['日', '本']);
  check('as long as it likes', Number.POSITIVE_INFINITY, ['as long as it likes']);
});

test('no line is wider than it may be, and no character is lost', () => {
  const text = string({ unit: constantFrom(' ', 'a', 'é', '日', '🎉', '\u0301') });
  assertProperty(
    property(text, integer({ min: 2, max: 12 }), (whole, width) => {
      const lines = folded(whole, width);
      for (const line of lines) assert.ok(widthOf(line) <= width);
      assert.equal(lines.join('').replaceAll(' ', ''), whole.replaceAll(' ', ''));
      assert.ok(widthOf(cut(whole, width)) <= width);
      assert.equal(widthOf(padded(whole, width)), width);
    }),
  );
});
