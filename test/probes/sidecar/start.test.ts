import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parsePayload } from '../../../probes/sidecar/payload.ts';
import { readStart } from '../../../probes/sidecar/start.ts';
import { instantText } from '../../../src/metrics/instant.ts';

const NOW_MS = Date.UTC(2026, 0, 1);

function read(source: string, zone = 'UTC'): string | undefined {
  const json = parsePayload(Buffer.from(`[${source}]`));
  const start = readStart(Array.isArray(json) ? json[0] : undefined, 'hits: launched', {
    zone,
    nowMs: NOW_MS,
  });
  return start && instantText(start);
}

function check(source: string, wanted: string, zone?: string): void {
  assert.equal(read(source, zone), wanted, source);
}

function refuse(source: string, wanted: RegExp, zone?: string): void {
  assert.throws(() => read(source, zone), { reason: 'payload', message: wanted }, source);
}

test('reads a time without an offset in UTC, to the last digit', () => {
  check('"2020-11-04T17:57:42.448578"', '1604512662.448578');
  check('"2020-11-04T17:57:42"', '1604512662');
  check('"2020-11-04 17:57:42.448578"', '1604512662.448578');
  check('"2020-11-04t17:57:42,5"', '1604512662.5');
  check('"2020-11-04T17:57:42.000000001"', '1604512662.000000001');
  check('"2020-11-04T17:57"', '1604512620');
  check('"2020-11-04"', '1604448000');
  check('"2020-02-29"', '1582934400');
  check('"20201104T175742.448578Z"', '1604512662.448578');
  check('"20201104T175742"', '1604512662');
});

test('cuts the digits after the ninth', () => {
  check('"2020-11-04T17:57:42.999999999999"', '1604512662.999999999');
  check('1604512662.9999999999', '1604512662.999999999');
  check('1604512662448578123.9', '1604512662.448578123');
});

test('reads a time with an offset as it says, whatever the zone', () => {
  check('"2020-11-04T17:57:42.448578Z"', '1604512662.448578', 'Europe/Berlin');
  check('"2020-11-04T17:57:42z"', '1604512662', 'Europe/Berlin');
  check('"2020-11-04T18:57:42+01:00"', '1604512662', 'America/New_York');
  check('"2020-11-04T23:27:42+0530"', '1604512662');
  check('"2020-11-04T09:57:42-08"', '1604512662');
  check('"2020-11-04 17:57:42.448578+00:00"', '1604512662.448578');
  check('"2020-11-04 18:57:42 +01:00"', '1604512662');
  check('"2020-11-04 17:57:42.448578 UTC"', '1604512662.448578', 'Europe/Berlin');
  check('"2020-11-04 17:57:42.448578 +0000 UTC"', '1604512662.448578', 'Europe/Berlin');
  check('"2020-11-04T18:57:42+01:00[Europe/Berlin]"', '1604512662');
});

test('reads a time without an offset in the zone of the config', () => {
  check('"2020-11-04T18:57:42.448578"', '1604512662.448578', 'Europe/Berlin');
  check('"2020-07-04T12:00:00"', '1593856800', 'Europe/Berlin');
  check('"2020-11-04T12:57:42"', '1604512662', 'America/New_York');
  check('"2020-11-04T23:27:42"', '1604512662', '+05:30');
  check('"2020-11-04T19:57:42"', '1604512662', 'UTC+2');
});

test('takes the earlier of two hours with one name, and refuses an hour that was skipped', () => {
  check('"2020-10-25T02:30:00"', '1603585800', 'Europe/Berlin');
  check('"2020-11-01T01:30:00"', '1604208600', 'America/New_York');
  check('"2020-10-25T03:00:00"', '1603591200', 'Europe/Berlin');
  check('"2020-03-29T01:59:59"', '1585443599', 'Europe/Berlin');
  check('"2020-03-29T03:00:00"', '1585443600', 'Europe/Berlin');
  refuse('"2020-03-29T02:30:00"', /exists in Europe\/Berlin/, 'Europe/Berlin');
});

test('knows leap seconds and the hour that ends a day', () => {
  check('"2016-12-31T23:59:60Z"', '1483228800');
  check('"2016-12-31T23:59:60.25Z"', '1483228800.25');
  check('"2017-01-01T05:29:60+05:30"', '1483228800');
  check('"2020-11-04T24:00"', '1604534400');
  check('"2020-11-04T24:00:00.000"', '1604534400');
  refuse('"2020-11-04T17:57:60"', /want a Unix time/);
  refuse('"2020-11-04T24:00:01"', /want a Unix time/);
  refuse('"2020-11-04T24:00:00.1"', /want a Unix time/);
});

test('reads Unix time in the unit that its size shows, exactly as it is written', () => {
  check('1604512662', '1604512662');
  check('1604512662.448578', '1604512662.448578');
  check('1604512662.448578123', '1604512662.448578123');
  check('1604512662448', '1604512662.448');
  check('1604512662448.578123', '1604512662.448578123');
  check('1604512662448578', '1604512662.448578');
  check('1604512662448578123', '1604512662.448578123');
  check('1.604512662448578e9', '1604512662.448578');
  check('1604512662448e-3', '1604512662.448');
  check('"1604512662.448578"', '1604512662.448578');
  check('"1604512662448578123"', '1604512662.448578123');
});

test('knows of no start where the payload has none', () => {
  assert.equal(read('null'), undefined);
  assert.equal(read(''), undefined);
});

test('shows a start that is none', () => {
  refuse(
    '"yesterday"',
    /^hits: launched is "yesterday", want a Unix time, or one that exists in UTC/,
  );
  refuse('""', /launched is "", want/);
  refuse('true', /launched is true, want/);
  refuse('{}', /launched is an object, want/);
  refuse('[]', /launched is a list, want/);
  refuse('-1604512662', /launched is -1604512662, want/);
  refuse('"2020-02-30T00:00:00"', /want/);
  refuse('"2020-13-01"', /want/);
  refuse('"2020-11-04T25:00:00"', /want/);
  refuse('"2020-11-04T17:57:42+25:00"', /want/);
  refuse('"2020-11-04T17:57:42.448578 and more"', /want/);
  refuse('"2020-1104T17:57:42"', /want/);
  refuse('"2020-11-04T17:5742"', /want/);
  refuse('"04/11/2020"', /want/);
  refuse('"\\u0000\\n"', /launched is "\\u0000\\n", want/);
  refuse(`"${'x'.repeat(5000)}"`, /^.{1,330}$/);
});

test('refuses a start before 1990, which is an unset clock or an uptime', () => {
  refuse('0', /launched is 0, before 1990: an unset clock or an uptime/);
  refuse('86400.5', /before 1990/);
  refuse('"0001-01-01T00:00:00Z"', /before 1990/);
  refuse('"1989-12-31T23:59:59.999Z"', /before 1990/);
  check('"1990-01-01T00:00:00Z"', '631152000');
});

test('refuses a start of more than a minute ahead, and says where the zone is set', () => {
  check('"2026-01-01T00:01:00Z"', '1767225660');
  refuse('"2026-01-01T00:01:01"', /61 s in the future: is its clock right, and "zone: UTC"/);
  refuse('1e99', /in the future/);
  refuse('"9999-12-31T23:59:59"', /in the future/);
});

test('gives back every instant to the nanosecond in every form', () => {
  const seconds = fc.integer({ min: 631_152_000, max: NOW_MS / 1000 });
  const nanos = fc.integer({ min: 0, max: 999_999_999 });
  const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(seconds, nanos, minutes, (seconds, nanos, minutes) => {
      const fraction = String(nanos).padStart(9, '0');
      const wanted = instantText({ seconds, nanos });
      const wall = new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 19);
      const sign = minutes < 0 ? '-' : '+';
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      const offset = `${sign}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
      check(`"${wall}.${fraction}${offset}"`, wanted);
      check(`"${wall},${fraction}"`, wanted, offset);
      check(`${seconds}.${fraction}`, wanted);
      check(`"${seconds}.${fraction}"`, wanted);
      check(`${seconds}${fraction.slice(0, 3)}.${fraction.slice(3)}`, wanted);
      check(`${seconds}${fraction.slice(0, 6)}.${fraction.slice(6)}`, wanted);
      check(`${seconds}${fraction}`, wanted);
    }),
  );
});
