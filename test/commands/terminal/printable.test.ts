import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, property, string } from 'fast-check';
import { printable } from '../../../src/commands/terminal/printable.ts';

test('what moves a cursor, hides or turns text is shown and not obeyed', () => {
  const check = (text: string, wanted: string): void => assert.equal(printable(text), wanted);

  check('', '');
  check('220 ready "now" \\ é 日本 🎉', '220 ready "now" \\ é 日本 🎉');
  check('a\x1b[2Jb', 'a\\x1b[2Jb');
  check('\r\n\t\b\f', '\\r\\n\\t\\x08\\x0c');
  check('\x00\x07\x7f', '\\x00\\x07\\x7f');
  // Some terminals take it for the beginning of an escape sequence.
  check('\x9b31m\x85', '\\x9b31m\\x85');
  check('user\u202egpj.exe\u2066', 'user\\u202egpj.exe\\u2066');
  check('a\u200bb\u00adc\ufeff', 'a\\u200bb\\xadc\\ufeff');
  check('a\u2028b\u2029c', 'a\\u2028b\\u2029c');
  check('\ud83d and \ude00', '\\ud83d and \\ude00');
  check('\ue000\uffff\u{e0041}\u{10ffff}', '\\ue000\\uffff\\u{e0041}\\u{10ffff}');
});

test('nothing that anybody can say leaves a control character', () => {
  assertProperty(
    property(string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(printable(text), /[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});
