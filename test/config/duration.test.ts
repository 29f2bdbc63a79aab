import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { assert as always, constantFrom, integer, oneof, property, string } from 'fast-check';
import { durationText, interval, parseDuration } from '../../src/config/duration.ts';

suite('a duration', () => {
  test('is what Go takes', () => {
    const check = (text: string, wanted: number): void => {
      assert.equal(parseDuration(text), wanted, text);
    };
    check('500ms', 500);
    check('1m30s', 90_000);
    check('2h', 7_200_000);
    check('1.5s', 1500);
    check('1.1s', 1100);
    check('.5s', 500);
    check('1.s', 1000);
    check('2us', 0.002);
    check('2µs', 0.002);
    check('2μs', 0.002);
    check('250ns', 0.000_25);
    check('0', 0);
    check('+1s', 1000);
    check('-1s', -1000);
    check('1s1s', 2000);
  });

  test('is nothing else', () => {
    const check = (text: string): void => {
      assert.throws(() => parseDuration(text), {
        message: `got ${JSON.stringify(text)}, want a duration such as "500ms", "5s" or "1m30s"`,
      });
    };
    check('');
    check('5');
    check('1.5');
    check('1d');
    check('1w');
    check('5 s');
    check('s');
    check('.s');
    check('1e3s');
    check('5s ');
    check('5S');
    check('--5s');
    check('3000000h');
  });

  test('comes back from its own text', () => {
    const milliseconds = oneof(
      integer({ min: 0, max: 1e12 }),
      integer({ min: 0, max: 1e9 }).map((nanos) => nanos / 1e6),
    );
    always(
      property(milliseconds, (ms) => {
        assert.equal(parseDuration(durationText(ms)), ms);
      }),
    );
  });

  test('is parsed or refused, but never something in between', () => {
    always(
      property(
        string({ unit: constantFrom('0', '1', '9', '.', 'h', 'm', 's', 'µ', 'n', '+', '-', ' ') }),
        (text) => {
          try {
            assert.ok(Number.isFinite(parseDuration(text)));
          } catch (error) {
            assert.match(String(error), /want a duration/);
          }
        },
      ),
    );
  });

  test('reads well', () => {
    assert.equal(durationText(90_000), '1m30s');
    assert.equal(durationText(86_400_000), '24h');
    assert.equal(durationText(500), '500ms');
    assert.equal(durationText(1500), '1.5s');
    assert.equal(durationText(60_500), '1m0.5s');
    assert.equal(durationText(0), '0s');
    assert.equal(durationText(-1000), '-1s');
    assert.equal(durationText(0.000_001), '0.000001ms');
  });
});

test('an interval is a duration from 100 ms to a day, or the word scrape', () => {
  const check = (text: string, wanted: number | string | undefined): void => {
    assert.equal(interval.safeParse(text).data, wanted, text);
  };
  check('100ms', 100);
  check('24h', 86_400_000);
  check('scrape', 'scrape');
  check('99ms', undefined);
  check('24h1ns', undefined);
  check('-1s', undefined);
  check('Scrape', undefined);
});
