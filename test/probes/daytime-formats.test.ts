import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { found, hear } from '../support/daytime.ts';

// 2026-11-19T10:30:00Z
const NOV_19 = 1_795_084_200;
const HOUR = 3600;

async function reads(t: TestContext, text: string, wanted: number): Promise<void> {
  assert.equal(found(await hear(t, `${text}\r\n`), 'timestamp'), wanted, text);
}

test('reads ctime', async (t) => {
  await reads(t, 'Thu Nov 19 10:30:00 2026', NOV_19);
  await reads(t, 'Sun Nov  1 10:30:00 2026', 1_793_529_000);
  await reads(t, 'Thu Nov 19 10:30:00 2026 +0100', NOV_19 - HOUR);
  await reads(t, 'Thu Nov 19 10:30:00.250 2026', NOV_19 + 0.25);
});

test('reads what inetd and xinetd write', async (t) => {
  await reads(t, '19 NOV 2026 10:30:00 UTC', NOV_19);
  await reads(t, '19 NOV 2026 10:30:00 GMT', NOV_19);
  await reads(t, '19 NOV 2026 10:30:00 CET', NOV_19 - HOUR);
  await reads(t, '19 NOV 2026 10:30:00 EST', NOV_19 + 5 * HOUR);
  await reads(t, '19 JUL 2026 10:30:00 CEST', 1_784_449_800);
  await reads(t, '1 nov 2026 10:30:00 utc', 1_793_529_000);
});

test('reads the examples of RFC 867 and their kin', async (t) => {
  await reads(t, 'Tuesday, February 22, 1982 17:37:43-PST', 383_276_263);
  await reads(t, 'Monday, February 22, 1982 17:37:43-PST', 383_276_263);
  await reads(t, '02 FEB 82 07:59:01 PST', 381_513_541);
  await reads(t, 'Thursday, February 2, 2006, 13:45:51-PST', 1_138_916_751);
  await reads(t, 'Thursday, November 19, 2026 at 10:30:00 AM UTC', NOV_19);
});

test('reads what date prints', async (t) => {
  await reads(t, 'Thu Nov 19 10:30:00 UTC 2026', NOV_19);
  await reads(t, 'Thu Nov 19 10:30:00 CET 2026', NOV_19 - HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 +03 2026', NOV_19 - 3 * HOUR);
  await reads(t, 'Thu Nov 19 10:30:00 AM UTC 2026', NOV_19);
  await reads(t, 'Thu Nov 19 10:30:00 PM UTC 2026', NOV_19 + 12 * HOUR);
  await reads(t, 'Thu 19 Nov 2026 10:30:00 AM UTC', NOV_19);
  await reads(t, 'Thu 19 Nov 10:30:00 UTC 2026', NOV_19);
});

test('reads mail and HTTP dates', async (t) => {
  await reads(t, 'Thu, 19 Nov 2026 10:30:00 +0100', NOV_19 - HOUR);
  await reads(t, 'Thu, 19 Nov 2026 10:30:00 -0330 (NST)', NOV_19 + 3.5 * HOUR);
  await reads(t, 'Thu, 19 Nov 2026 10:30:00 GMT', NOV_19);
  await reads(t, 'Thu, 19 Nov 2026 10:30 GMT', NOV_19);
  await reads(t, 'Thursday, 19-Nov-26 10:30:00 GMT', NOV_19);
});

test('reads ISO 8601', async (t) => {
  await reads(t, '2026-11-19T10:30:00Z', NOV_19);
  await reads(t, '2026-11-19 10:30:00z', NOV_19);
  await reads(t, '2026-11-19 10:30:00', NOV_19);
  await reads(t, '2026-11-19T10:30:00+01:00', NOV_19 - HOUR);
  await reads(t, '2026-11-19T10:30:00+0100', NOV_19 - HOUR);
  await reads(t, '2026-11-19T10:30:00-08', NOV_19 + 8 * HOUR);
  await reads(t, '2026-11-19T10:30:00 UTC', NOV_19);
  await reads(t, '2026-11-19T10:30Z', NOV_19);
  await reads(t, '20261119T103000Z', NOV_19);
  await reads(t, '2026-11-18T24:00:00Z', NOV_19 - 10.5 * HOUR);
  await reads(t, '2026-11-19T10:30:00+01:00[Europe/Berlin]', NOV_19 - HOUR);
});

test('keeps every digit of a fraction that a double of seconds can hold', async (t) => {
  await reads(t, '2026-11-19T10:30:00.5Z', 1_795_084_200.5);
  await reads(t, '2026-11-19T10:30:00.123Z', 1_795_084_200.123);
  await reads(t, '2026-11-19T10:30:00,123456Z', 1_795_084_200.123456);
  await reads(t, '2026-11-19T10:30:00.999999999Z', 1_795_084_201);
  await reads(t, '1969-12-31T23:59:58.25Z', -1.75);
});

test('reads what Windows writes in the languages of its users', async (t) => {
  await reads(t, '10:30:00 AM 11/19/2026', NOV_19);
  await reads(t, '10:30:00 PM 11/19/2026', NOV_19 + 12 * HOUR);
  await reads(t, '12:30:00 AM 11/19/2026', NOV_19 - 10 * HOUR);
  await reads(t, '12:30:00 PM 11/19/2026', NOV_19 + 2 * HOUR);
  await reads(t, '10:30:00\u202fAM 11/19/2026', NOV_19);
  await reads(t, '10:30:00 a. m. 19/11/2026', NOV_19);
  await reads(t, '10:30:00 19/11/2026', NOV_19);
  await reads(t, '10:30:00 19.11.2026', NOV_19);
  await reads(t, '10:30 19.11.2026', NOV_19);
  await reads(t, '10:30:00 19-11-2026', NOV_19);
  await reads(t, '10:30:00 19. 11. 2026', NOV_19);
  await reads(t, '10:30:00 2026-11-19', NOV_19);
  await reads(t, '10:30:00 2026/11/19', NOV_19);
  await reads(t, '10:30:00 2026. 11. 19.', NOV_19);
  await reads(t, '19.11.26 10:30:00', NOV_19);
  await reads(t, '11/19/2026 10:30:00 AM', NOV_19);
});

test('reads what JavaScript prints', async (t) => {
  const text = 'Thu Nov 19 2026 11:30:00 GMT+0100 (Central European Standard Time)';
  await reads(t, text, NOV_19);
});

test('takes the month first only with slashes and AM or PM, where both orders give a day', async (t) => {
  await reads(t, '10:30:00 AM 3/4/2026', 1_772_620_200);
  await reads(t, '10:30:00 03/04/2026', 1_775_212_200);
  await reads(t, '10:30:00 03.04.2026', 1_775_212_200);
  await reads(t, '10:30:00 AM 03-04-2026', 1_775_212_200);
  await reads(t, '10:30:00 11/19/2026', NOV_19);
});

test('takes two-digit years from 69 on for those of 1900', async (t) => {
  await reads(t, '02 JAN 68 03:04:05 UTC', 3_092_699_045);
  await reads(t, '02 JAN 69 03:04:05 UTC', -31_438_555);
  await reads(t, '31 DEC 99 23:59:59 UTC', 946_684_799);
});

test('reads a leap second as the second that Unix time counts in its place', async (t) => {
  await reads(t, '2016-12-31T23:59:60Z', 1_483_228_800);
  await reads(t, '2017-01-01T05:29:60+05:30', 1_483_228_800);
});

test('reads names in any case', async (t) => {
  await reads(t, 'THU NOV 19 10:30:00 2026', NOV_19);
  await reads(t, 'thu nov 19 10:30:00 cet 2026', NOV_19 - HOUR);
  await reads(t, '10:30:00 am 11/19/2026', NOV_19);
  await reads(t, '2026-11-19t10:30:00z', NOV_19);
});

test('reads by the format that the config gives', async (t) => {
  const by = async (format: string, text: string, wanted: number, zone = 'UTC'): Promise<void> => {
    assert.equal(found(await hear(t, text, { format, zone }), 'timestamp'), wanted, text);
  };
  await by('h:mm:ss a d/M/yyyy', '10:30:00 AM 3/4/2026', 1_775_212_200);
  await by('HH:mm:ss M/d/yyyy', '10:30:00 3/4/2026', 1_772_620_200);
  await by('yyyy-MM-dd HH:mm:ss.SSS', '2026-11-19 10:30:00.125', NOV_19 + 0.125);
  await by(
    "'It is' h a 'and' m 'minutes, on' d LLLL yyyy",
    'It is 10 AM and 30 minutes, on 19 November 2026',
    NOV_19,
  );
  await by("dd MMM yyyy HH:mm:ss 'BRT'", '19 NOV 2026 10:30:00 BRT', NOV_19 + 3 * HOUR, '-03:00');
  await by('yyyy-MM-dd HH:mm ZZZ', '2026-11-19 10:30 +0100', NOV_19 - HOUR);
  await by('MMM  d yyyy HH:mm', 'Nov 1   2026 10:30', 1_793_529_000);
  await by('yyyy-MM-dd HH:mm', '2026-11-19 10:30', NOV_19 - HOUR, 'Europe/Berlin');
});
