import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortened, textWidth } from '../../src/http/text-width.ts';

function check(text: string, wanted: number): void {
  assert.equal(textWidth(text, 11), wanted, text);
}

test('a text is as wide as its letters, whatever their script', () => {
  check('shop', 26);
  check('WWWWWWWW', 87);
  check('iiiiiiii', 24);
  check('Привет мир', 67);
  check('日本の店', 44);
  check('한국어', 33);
  check('ＡＢＣ', 33);
});

test('what is seen as one counts once', () => {
  check('e\u0301', 7);
  check('👨‍👩‍👧', 14);
  check('🇩🇪', 14);
  check('❤️', 14);
});

test('what is not seen has no width of its own', () => {
  check('a\u200bb', textWidth('a b', 11));
  check('  a\n\tb  ', textWidth('a b', 11));
  check('a\u202eb', textWidth('a b', 11));
});

test('there is always something', () => {
  check('', 1);
  check('\u0000', 1);
});

function checkShort(text: string, pixels: number, wanted: string): void {
  assert.equal(shortened(text, pixels, 11), wanted);
}

test('what does not fit is cut, between what is seen as one, and says so', () => {
  checkShort('shop', 26.5, 'shop');
  checkShort('shop', 26, 'sh…');
  checkShort('日本の店', 44, '日本の店');
  checkShort('日本の店', 43, '日本の…');
  checkShort('a👨‍👩‍👧b', 22, 'a…');
  checkShort('ab cd', 24, 'ab…');
});

test('a text of any length takes no time and no more than its room', () => {
  const short = shortened('x'.repeat(1e6), 400, 11);

  assert.ok(textWidth(short, 11) <= 400 && short.length > 50);
});

test('two texts that look alike do not look alike any more', () => {
  checkShort('shop\u202egnp', 400, 'shop gnp');
  checkShort(' shop\r\n', 400, 'shop');
});
