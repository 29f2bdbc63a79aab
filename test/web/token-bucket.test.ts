import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTokenBucket } from '../../src/web/token-bucket.ts';

test('a full bucket lets a burst pass, then one for each interval, and never saves up more than a burst', () => {
  let now = 5000;
  const mayPass = createTokenBucket({ intervalMs: 100, burst: 2 }, () => now);
  const check = (at: number, wanted: boolean) => {
    now = at;
    assert.equal(mayPass(), wanted, `at ${at}`);
  };

  check(5000, true);
  check(5000, true);
  check(5000, false);
  check(5099, false);
  check(5100, true);
  check(5100, false);
  check(5150, false);
  check(5200, true);
  check(9000, true);
  check(9000, true);
  check(9000, false);
});
