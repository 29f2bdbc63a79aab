import { FixedOffsetZone, type Zone } from 'luxon';
import { parseOffset, parseZone } from '../../src/net/zone.ts';
import { abbreviatedOffset } from './abbreviations.ts';
import { readFormat } from './format.ts';
import { unreadable } from './line.ts';
import { readNist } from './nist.ts';
import { type Place, placeInTime, unixTimes, wallSeconds } from './place.ts';
import type { Reading } from './reading.ts';
import { type Parts, takeApart } from './shapes.ts';
import { type WallTime, wallTime } from './wall.ts';

export interface Clues {
  /** Of texts that name no zone. */
  readonly zone: string;
  /** Luxon's tokens, for texts that have none of the usual shapes or are ambiguous. */
  readonly format?: string | undefined;
  /** Our own clock, in Unix seconds. */
  readonly now: number;
}

/** Throws the verdict `payload` rather than take a text for a time that it may not mean. */
export function readTime(line: string, { zone: zoneText, format, now }: Clues): Reading {
  const zone = parseZone(zoneText);
  if (zone === undefined) throw new Error(`BUG: the zone "${zoneText}" was not checked`);
  const text = line.replace(/\s+/g, ' ');
  if (format !== undefined) return readFormat(text, format, { zone, now });
  const nist = readNist(text);
  if (nist !== undefined) return nist;
  const parts = takeApart(text);
  if (parts !== undefined) return readParts(text, parts, { zone, now });
  throw unreadable(line, 'which is no time in a known form: if it is one, describe it by "format"');
}

function readParts(text: string, parts: Parts, { zone: configured, now }: Place): Reading {
  const { weekday, second, fraction = '' } = parts;
  const wall = wallTime(parts);
  const zone = zoneOf(text, parts, wall, configured);
  const time = placeInTime(text, wall, { zone, now });
  if (weekday !== undefined)
    requireWeekday(text, weekday, [time + zone.offset(time * 1000) * 60, time]);
  // Digits as they stand, since a sum of doubles would change the last of them.
  const said = time < 0 ? time + Number(`0.${fraction}0`) : Number(`${time}.${fraction}0`);
  const resolution = second === undefined ? 60 : 10 ** -fraction.length;
  return { said, from: said, to: said + resolution };
}

function zoneOf(text: string, { zone }: Parts, wall: WallTime, configured: Zone): Zone {
  if (zone === undefined) return configured;
  const shown = wallSeconds(wall) ?? 0;
  const expected = unixTimes(wall, configured).map((time) => (shown - time) / 60);
  const offset = parseOffset(zone) ?? abbreviatedOffset(zone, expected);
  if (offset !== undefined) return FixedOffsetZone.instance(offset);
  const way = 'set "zone" to that of the target, or quote the letters in a "format"';
  throw unreadable(text, `and "${zone}" is not known here or may be one of several zones: ${way}`);
}

const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

/** RFC 867's own example names the day that it is in UTC by then, so that is no contradiction either. */
function requireWeekday(text: string, weekday: string, candidates: readonly number[]): void {
  const names = candidates.map((seconds) => WEEKDAYS[new Date(seconds * 1000).getUTCDay()]);
  if (names.includes(weekday.slice(0, 3).toLowerCase())) return;
  throw unreadable(text, 'and that date is another day of the week');
}
