import { DateTime, type Zone } from 'luxon';
import { unreadable } from './line.ts';
import type { WallTime } from './wall.ts';

/** The zone of times that name none, and our own clock in Unix seconds. */
export interface Place {
  readonly zone: Zone;
  readonly now: number;
}

const DAY_SECONDS = 86_400;

/** The Unix time, in whole seconds, at which a wall shows that. `text` is what it was read from. */
export function placeInTime(text: string, wall: WallTime, { zone, now }: Place): number {
  const times = unixTimes(wall, zone);
  // When the clocks go back, one hour comes twice and the text does not say which it is. A clock that is
  // wrong by just that hour is rarer.
  const [nearest] = times.sort((a, b) => Math.abs(a - now) - Math.abs(b - now));
  if (nearest !== undefined) return nearest;
  if (wallSeconds(wall) === undefined) throw unreadable(text, 'and there is no such day or time');
  const doubt = 'is that the time zone of the target?';
  throw unreadable(text, `and the clocks of ${zone.name} never show that: ${doubt}`);
}

/** As if the wall were in UTC; undefined if there is no such day or no such time of day. */
export function wallSeconds(wall: WallTime): number | undefined {
  const time = DateTime.fromObject(wall, { zone: 'utc' });
  return time.isValid ? time.toSeconds() : undefined;
}

/** None for the hour that the zone's clocks skip, two for the one that they go through twice. */
export function unixTimes(wall: WallTime, zone: Zone): number[] {
  if (wall.second === 60) return leapSecond(wall, zone);
  const shown = wallSeconds(wall);
  if (shown === undefined) return [];
  const times = [shown - DAY_SECONDS, shown + DAY_SECONDS]
    .map((around) => shown - offsetSeconds(zone, around))
    .filter((time) => time + offsetSeconds(zone, time) === shown);
  return [...new Set(times)];
}

/** Unix time counts it as the first second of the next month of UTC; nowhere else is there one. */
function leapSecond(wall: WallTime, zone: Zone): number[] {
  return unixTimes({ ...wall, second: 59 }, zone)
    .map((time) => time + 1)
    .filter((time) => {
      const next = DateTime.fromSeconds(time, { zone: 'utc' });
      return next.day === 1 && time % DAY_SECONDS === 0;
    });
}

function offsetSeconds(zone: Zone, unixSeconds: number): number {
  return zone.offset(unixSeconds * 1000) * 60;
}
