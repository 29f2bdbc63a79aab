import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validity } from '../../../../src/http/pages/target/certificates.ts';
import { NOW_MS } from '../../../support/stories.ts';

const DAY_MS = 86_400_000;

test('the dates of a certificate are said in words, and whether they are good', () => {
  const check = (fromDays: number, toDays: number, wanted: object) =>
    assert.deepEqual(
      validity(
        { notBeforeMs: NOW_MS + fromDays * DAY_MS, notAfterMs: NOW_MS + toDays * DAY_MS },
        NOW_MS,
      ),
      wanted,
    );

  check(-90, 29.5, { isGood: true, words: '29 days left' });
  check(-90, 1, { isGood: true, words: '1 day left' });
  check(-90, 0.25, { isGood: true, words: '6 h left' });
  check(-90, 0, { isGood: true, words: '0 s left' });
  check(-90, -3, { isGood: false, words: 'expired 3 days ago' });
  check(2, 90, { isGood: false, words: 'not valid yet, only in 2 days' });
  check(2, -2, { isGood: false, words: 'expired 2 days ago' });
});
