import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { failed, hear } from '../support/daytime.ts';

async function refuses(
  t: TestContext,
  text: string,
  why: string,
  config: object = {},
): Promise<void> {
  const { reason, phase, detail } = failed(await hear(t, `${text}\n`, config));
  assert.deepEqual([reason, phase], ['payload', 'read'], text);
  assert.equal(detail, `got ${JSON.stringify(text)}, ${why}`);
}

const NO_FORM = 'which is no time in a known form: if it is one, describe it by "format"';
const NO_SUCH = 'and there is no such day or time';

test('refuses a day that does not exist', async (t) => {
  await refuses(t, '31 FEB 2026 10:30:00 UTC', NO_SUCH);
  await refuses(t, '29 FEB 2026 10:30:00 UTC', NO_SUCH);
  await refuses(t, '2026-13-01T10:30:00Z', NO_SUCH);
  await refuses(t, '2026-00-01T10:30:00Z', NO_SUCH);
  await refuses(t, '2026-04-31 10:30:00', NO_SUCH);
  await refuses(t, '10:30:00 AM 13/13/2026', NO_SUCH);
  await refuses(t, 'Thu Nov 31 10:30:00 2026', NO_SUCH);
});

test('refuses a time of day that does not exist', async (t) => {
  await refuses(t, '19 NOV 2026 25:00:00 UTC', NO_SUCH);
  await refuses(t, '19 NOV 2026 24:00:01 UTC', NO_SUCH);
  await refuses(t, '19 NOV 2026 10:60:00 UTC', NO_SUCH);
  await refuses(t, '19 NOV 2026 10:30:61 UTC', NO_SUCH);
  await refuses(t, '13:30:00 PM 11/19/2026', NO_SUCH);
  await refuses(t, '00:30:00 AM 11/19/2026', NO_SUCH);
});

test('refuses a leap second where there can be none', async (t) => {
  await refuses(t, '2026-11-19T10:30:60Z', NO_SUCH);
  await refuses(t, '2016-12-30T23:59:60Z', NO_SUCH);
  await refuses(t, '2016-12-31T23:59:60+01:00', NO_SUCH);
});

test('refuses a weekday that contradicts the date, both where they are and in UTC', async (t) => {
  const why = 'and that date is another day of the week';
  await refuses(t, 'Fri Nov 19 10:30:00 2026', why);
  await refuses(t, 'Wednesday, February 22, 1982 17:37:43-PST', why);
  await refuses(t, 'Fri, 19 Nov 2026 10:30:00 GMT', why);
});

test('refuses a zone that it would have to guess', async (t) => {
  const why = (zone: string): string =>
    `and "${zone}" is not known here or may be one of several zones: set "zone" to that of the target, or quote the letters in a "format"`;
  await refuses(t, '19 NOV 2026 10:30:00 IST', why('IST'));
  await refuses(t, '19 NOV 2026 10:30:00 XYZ', why('XYZ'));
  await refuses(t, '19 NOV 2026 10:30:00 A', why('A'));
  await refuses(t, '19 NOV 2026 10:30:00 +1460', why('+1460'));
  await refuses(t, '19 NOV 2026 10:30:00 -2300', why('-2300'));
  await refuses(t, 'Thu Nov 19 10:30:00 IST 2026', why('IST'), { zone: 'America/New_York' });
});

test('refuses the hour that the clocks of the zone skip', async (t) => {
  const why =
    'and the clocks of Europe/Berlin never show that: is that the time zone of the target?';
  await refuses(t, '29 MAR 2026 02:30:00', why, { zone: 'Europe/Berlin' });
  const day = why.replace('Europe/Berlin', 'Pacific/Apia');
  await refuses(t, '30 DEC 2011 12:00:00', day, { zone: 'Pacific/Apia' });
});

test('refuses what is nearly a time', async (t) => {
  await refuses(t, '19 NOV 2026', NO_FORM);
  await refuses(t, '10:30:00', NO_FORM);
  await refuses(t, '19 NOV 126 10:30:00 UTC', NO_FORM);
  await refuses(t, 'Thu Nov 19 10:30:00 2026 and then some', NO_FORM);
  await refuses(t, 'now: Thu Nov 19 10:30:00 2026', NO_FORM);
  await refuses(t, 'Foo Nov 19 10:30:00 2026', NO_FORM);
  await refuses(t, 'Thu Nof 19 10:30:00 2026', NO_FORM);
  await refuses(t, '2026-11-19T10:30:00.1234567890Z', NO_FORM);
  await refuses(t, '10:30:00 19/11/26', NO_FORM);
  await refuses(t, '10:30:00 26-11-19', NO_FORM);
  await refuses(t, '10:30:00 19.11-2026', NO_FORM);
  await refuses(t, '1795084200', NO_FORM);
  await refuses(t, 'HTTP/1.1 400 Bad Request', NO_FORM);
});

test('refuses what does not fit the format that the config gives, whatever else it may be', async (t) => {
  const format = 'yyyy-MM-dd HH:mm:ss';
  const why = 'want a time in the format "yyyy-MM-dd HH:mm:ss"';
  await refuses(t, 'Thu Nov 19 10:30:00 2026', why, { format });
  await refuses(t, '2026-02-31 10:30:00', why, { format });
  await refuses(t, '2026-11-19 25:30:00', why, { format });
  const skipped =
    'and the clocks of Europe/Berlin never show that: is that the time zone of the target?';
  await refuses(t, '2026-03-29 02:30:00', skipped, { format, zone: 'Europe/Berlin' });
});
