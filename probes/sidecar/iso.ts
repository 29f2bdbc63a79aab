import { DateTime, type Zone } from 'luxon';
import { parseZone } from '../../src/net/zone.ts';
import type { Instant } from '../../src/probe.ts';

// With dashes and colons, or in the basic form without.
const DATE = String.raw`(?<year>\d{4})(?<dash>-?)(?<month>\d\d)\k<dash>(?<day>\d\d)`;
const SECOND = String.raw`\k<colon>(?<second>\d\d)(?:[.,](?<fraction>\d+))?`;
const TIME = String.raw`(?<hour>\d\d)(?<colon>:?)(?<minute>\d\d)(?:${SECOND})?`;
// Behind the offset, Go repeats the zone's name and Java puts it in brackets.
const OFFSET = String.raw`(?<offset>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?: UTC| GMT|\[[\w/+-]+\])?`;
const ISO = new RegExp(String.raw`^${DATE}(?:[T ]${TIME} ?(?:${OFFSET})?)?$`, 'i');

const DAY_SECONDS = 86_400;

/** ISO 8601 with any number of decimals, of which nine count. A time without an offset is read in the zone. */
export function parseIso(text: string, zone: string): Instant | undefined {
  const { year, month, day, offset, fraction = '', ...time } = ISO.exec(text)?.groups ?? {};
  if (year === undefined) return undefined;
  const { hour = '00', minute = '00', second = '00' } = time;
  if (hour === '24' && /[1-9]/.test(fraction)) return undefined;
  const leap = second === '60' ? 1 : 0;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second) - leap };
  const whole = secondsOf({ ...date, ...clock }, offset ?? zone);
  if (whole === undefined) return undefined;
  const seconds = whole + leap;
  // A leap second ends a day of UTC; Unix time counts it as the first second of the next.
  if (leap === 1 && seconds % DAY_SECONDS !== 0) return undefined;
  return { seconds, nanos: Number(fraction.slice(0, 9).padEnd(9, '0')) };
}

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Undefined also for a time that the zone's clocks skip: a service there cannot have written it. */
function secondsOf(wall: WallClock, zoneText: string): number | undefined {
  const zone = parseZone(zoneText);
  const time = DateTime.fromObject(wall, { zone: 'utc' });
  if (zone === undefined || !time.isValid) return undefined;
  const wallMs = time.toMillis();
  const dayMs = DAY_SECONDS * 1000;
  const offsets = new Set([offsetMs(zone, wallMs - dayMs), offsetMs(zone, wallMs + dayMs)]);
  const starts = [...offsets]
    .map((offset) => wallMs - offset)
    .filter((atMs) => atMs + offsetMs(zone, atMs) === wallMs);
  // Of the two hours with one name, the earlier: it never moves between readings nor lies in the future.
  return starts.length === 0 ? undefined : Math.min(...starts) / 1000;
}

function offsetMs(zone: Zone, atMs: number): number {
  return zone.offset(atMs) * 60_000;
}
