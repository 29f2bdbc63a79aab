import { FixedOffsetZone } from 'luxon';
import { unreadable } from './line.ts';
import { unixTimes } from './place.ts';
import type { Reading } from './reading.ts';

const NIST =
  /^(?<days>\d{5}) (?<year>\d\d)-(?<month>\d\d)-(?<day>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d) \d\d? \d (?<health>\d) (?<advance>\d{1,4}(?:\.\d)?) UTC\(\w+\)(?: ?[*#])?$/i;

// 17 November 1858, where Modified Julian Days begin, to 1 January 1970.
const DAYS_TO_1970 = 40_587;
const DAY_SECONDS = 86_400;
// "May be in error by up to 5 seconds", until it is synchronised.
const DOUBT_SECONDS = 5;

/**
 * The line of the NIST's servers: day number, date, time, summer time, leap second, health, advance. Undefined
 * if it is none.
 */
export function readNist(line: string): Reading | undefined {
  const parts = NIST.exec(line)?.groups;
  if (parts === undefined) return undefined;
  const { days, year, month, day, hour, minute, second, health, advance } = parts;
  const midnight = (Number(days) - DAYS_TO_1970) * DAY_SECONDS;
  const date = new Date(midnight * 1000).toISOString().slice(0, 10);
  if (date.slice(2) !== `${year}-${month}-${day}`) {
    throw unreadable(line, `whose day ${days} is ${date}`);
  }
  const wall = {
    year: Number(date.slice(0, 4)),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  const [said] = unixTimes(wall, FixedOffsetZone.utcInstance);
  if (said === undefined) throw unreadable(line, 'and there is no such time');
  // The NIST names the next full second and sends the line ahead of it. Others who write such lines name the second
  // that runs, with an advance that means nothing: the window holds for both.
  const from = said - Number(advance) / 1000;
  const to = said + 1;
  if (health === '0') return { said, from, to };
  if (health === '1') return { said, from: from - DOUBT_SECONDS, to: to + DOUBT_SECONDS };
  return { said, from, to, flaw: `the target says that its own clock is wrong: health ${health}` };
}
