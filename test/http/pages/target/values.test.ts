import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesText, numberText, secondsText } from '../../../../src/http/pages/target/values.ts';
import { visible } from '../../../../src/http/pages/target/visible.ts';

test('seconds are shown with three digits in the unit that reads best', () => {
  const check = (seconds: number, wanted: string) => assert.equal(secondsText(seconds), wanted);

  check(0, '0 s');
  check(2.5e-8, '25 ns');
  check(0.000_012_34, '12.3 µs');
  check(0.000_999_9, '1 ms');
  check(0.0842, '84.2 ms');
  check(0.999_96, '1 s');
  check(1.2345, '1.23 s');
  check(119.9, '1 min 59 s');
  check(60, '60 s');
  check(-0.25, '−250 ms');
  check(7325, '2 h 2 min');
  check(Number.POSITIVE_INFINITY, 'Infinity');
});

test('bytes are shown rounded and exact', () => {
  const check = (bytes: number, wanted: string) => assert.equal(bytesText(bytes), wanted);

  check(0, '0 bytes');
  check(1, '1 byte');
  check(1023, '1,023 bytes');
  check(1536, '1.5 KiB (1,536 bytes)');
  check(5 * 2 ** 40, '5 TiB (5,497,558,138,880 bytes)');
  check(-1, '-1 bytes');
});

test('numbers are grouped, and those with many digits have an exponent', () => {
  const check = (value: number, wanted: string) => assert.equal(numberText(value), wanted);

  check(0, '0');
  check(1234567.891, '1,234,567.891');
  check(900719925474099, '900,719,925,474,099');
  check(1e21, '1e+21');
  check(0.000_01, '0.00001');
  check(-4, '-4');
});

test('what one would not see of a text is shown, and its lines stay lines', () => {
  const check = (text: string, wanted: string) => assert.equal(visible(text), wanted);

  check('a\r\nb\n\tc', 'a\nb\n\tc');
  check('lone\rcarriage', 'lone␍carriage');
  check('\u0000\u001b[31m', '␀␛[31m');
  check('user\u202Egnp.exe', 'user\\u{202e}gnp.exe');
  check('zero\u200Bwidth\u007f\u0085', 'zero\\u{200b}width\\u{7f}\\u{85}');
  check('half \ud800 a pair', 'half \\u{d800} a pair');
  check('Grüße, мир, 你好 😀', 'Grüße, мир, 你好 😀');
});
