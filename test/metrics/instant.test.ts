import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as always, double, integer, property } from 'fast-check';
import {
  type Instant,
  instantOfMillis,
  instantOfSeconds,
  instantText,
  isLater,
} from '../../src/metrics/instant.ts';

function checkSeconds(unixSeconds: number, seconds: number, nanos: number): void {
  assert.deepEqual(instantOfSeconds(unixSeconds), { seconds, nanos });
}

test('seconds keep the digits with which they are written', () => {
  checkSeconds(0, 0, 0);
  checkSeconds(1_604_512_662, 1_604_512_662, 0);
  checkSeconds(1_604_512_662.448578, 1_604_512_662, 448_578_000);
  checkSeconds(1_604_512_662.000001, 1_604_512_662, 1000);
  checkSeconds(0.1, 0, 100_000_000);
  checkSeconds(0.123456789, 0, 123_456_789);
  checkSeconds(1e-7, 0, 100);
  checkSeconds(5e-9, 0, 5);
  checkSeconds(5e21, 5e21, 0);
});

test('digits behind the ninth are dropped', () => {
  checkSeconds(0.1234567899, 0, 123_456_789);
  checkSeconds(0.9999999999, 0, 999_999_999);
  checkSeconds(1e-10, 0, 0);
});

test('before 1970 the seconds are rounded down and the nanos count upwards', () => {
  checkSeconds(-1, -1, 0);
  checkSeconds(-0.25, -1, 750_000_000);
  checkSeconds(-1.25, -2, 750_000_000);
  checkSeconds(-86_400.000001, -86_401, 999_999_000);
  checkSeconds(-1e-10, 0, 0);
  checkSeconds(-1.0000000001, -1, 0);
});

function checkMillis(unixMillis: number, seconds: number, nanos: number): void {
  assert.deepEqual(instantOfMillis(unixMillis), { seconds, nanos });
}

test('milliseconds keep their fractions', () => {
  checkMillis(0, 0, 0);
  checkMillis(1_604_512_662_448, 1_604_512_662, 448_000_000);
  checkMillis(1_604_512_662_448.5, 1_604_512_662, 448_500_000);
  checkMillis(1, 0, 1_000_000);
  checkMillis(-1, -1, 999_000_000);
  checkMillis(-1500, -2, 500_000_000);
  checkMillis(999.999_999_9, 1, 0);
  checkMillis(-1e-9, 0, 0);
});

function checkText(seconds: number, nanos: number, wanted: string): void {
  assert.equal(instantText({ seconds, nanos }), wanted);
}

test('the text has as many decimals as there are', () => {
  checkText(0, 0, '0');
  checkText(1_604_512_662, 0, '1604512662');
  checkText(1_604_512_662, 448_578_000, '1604512662.448578');
  checkText(1_604_512_662, 1, '1604512662.000000001');
  checkText(1_604_512_662, 120_000_000, '1604512662.12');
  checkText(-1, 0, '-1');
  checkText(-1, 750_000_000, '-0.25');
  checkText(-2, 750_000_000, '-1.25');
  checkText(-1, 999_999_999, '-0.000000001');
});

test('later is later, by a nanosecond too', () => {
  const at = (seconds: number, nanos: number): Instant => ({ seconds, nanos });

  assert.equal(isLater(at(2, 0), at(1, 999_999_999)), true);
  assert.equal(isLater(at(1, 2), at(1, 1)), true);
  assert.equal(isLater(at(1, 1), at(1, 1)), false);
  assert.equal(isLater(at(1, 1), at(2, 0)), false);
  assert.equal(isLater(at(-1, 0), at(-2, 999_999_999)), true);
});

function isInstant({ seconds, nanos }: Instant): boolean {
  return Number.isInteger(seconds) && Number.isInteger(nanos) && nanos >= 0 && nanos < 1e9;
}

// Three thousand years to either side.
const RANGE = 1e11;

test('every number of seconds or milliseconds has an instant, next to it', () => {
  always(
    property(double({ min: -RANGE, max: RANGE, noNaN: true }), (number) => {
      const ofSeconds = instantOfSeconds(number);
      assert.ok(isInstant(ofSeconds), JSON.stringify(ofSeconds));
      assert.ok(
        Math.abs(Number(instantText(ofSeconds)) - number) <= 1e-9 + Math.abs(number) * 1e-15,
      );
      const ofMillis = instantOfMillis(number);
      assert.ok(isInstant(ofMillis), JSON.stringify(ofMillis));
      const backMs = Number(instantText(ofMillis)) * 1000;
      assert.ok(Math.abs(backMs - number) <= 1e-6 + Math.abs(number) * 1e-15);
    }),
    { numRuns: 5000 },
  );
});

test('microseconds go through a number and back without loss', () => {
  // 2^53 microseconds are 285 years; up to there a double has the digits.
  always(
    property(
      integer({ min: 0, max: 4_102_444_800 }),
      integer({ min: 0, max: 999_999 }),
      (seconds, micros) => {
        const instant = { seconds, nanos: micros * 1000 };
        assert.deepEqual(instantOfSeconds(Number(instantText(instant))), instant);
      },
    ),
    { numRuns: 5000 },
  );
});

test('the text is the exact value, before 1970 as well', () => {
  always(
    property(
      integer({ min: -RANGE, max: RANGE }),
      integer({ min: 0, max: 999_999_999 }),
      (seconds, nanos) => {
        const text = instantText({ seconds, nanos });
        assert.match(text, /^-?\d+(\.\d{0,8}[1-9])?$/);
        const [whole = '', fraction = ''] = text.replace('-', '').split('.');
        const size = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
        const exact = BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
        assert.equal(text.startsWith('-') ? -size : size, exact);
      },
    ),
    { numRuns: 5000 },
  );
});
