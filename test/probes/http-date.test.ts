import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDate } from '../../probes/http/date.ts';

test('reads the three forms of a date in HTTP, and no other', () => {
  function check(text: string, wanted: number | undefined): void {
    assert.equal(readDate(text), wanted, text);
  }

  check('Sun, 06 Nov 1994 08:49:37 GMT', 784111777);
  check('Sunday, 06-Nov-94 08:49:37 GMT', 784111777);
  check('Saturday, 06-Nov-04 08:49:37 GMT', 1099730977);
  check('Sun Nov  6 08:49:37 1994', 784111777);
  check('Thu, 01 Jan 1970 00:00:00 GMT', 0);
  check('sun, 06 nov 1994 08:49:37 GMT', 784111777);
  check('Sun, 06 Nov 1994 08:49:37.999 GMT', 784111777);
  check('Sun, 06 Nov 1994 8:49:37 GMT', 784111777);
  check('Sun,  06  Nov 1994 08:49:37  GMT', 784111777);
  check('Sun Nov 6 8:49:37 1994', 784111777);
  check('Sunday, 06-Nov-94 08:49:37 CET', 784111777);
  check('Wed, 21 Oct 0001 07:28:00 GMT', -62110254720);
  check('Tue, 29 Feb 2000 00:00:00 GMT', 951782400);
  check('Thu, 29 Feb 1900 00:00:00 GMT', undefined);
  check('Sun,06 Nov 1994 08:49:37 GMT', undefined);
  check('Sun, 06 Nov 1994 8:9:37 GMT', undefined);
  check('Sun, 06 Nov 1994 08:60:37 GMT', undefined);
  check('Sun, 00 Nov 1994 08:49:37 GMT', undefined);
  check('Sun, 06 Nov 1994 08:49:37 CET', undefined);
  check('Sun, 06 Nov 1994 08:49:37 gmt', undefined);
  check('Sun, 6 Nov 1994 08:49:37 GMT', undefined);
  check('Sun, 06 Nov 1994 08:49:37 +0200', undefined);
  check('Mon, 31 Feb 1994 08:49:37 GMT', undefined);
  check('Sun, 06 Nov 1994 24:00:00 GMT', undefined);
  check('1994-11-06T08:49:37Z', undefined);
  check('', undefined);
});
