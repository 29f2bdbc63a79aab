import { DateTime } from 'luxon';
import { unreadable } from './line.ts';
import { type Place, placeInTime } from './place.ts';
import type { Reading } from './reading.ts';

const ENGLISH = { locale: 'en-US', numberingSystem: 'latn' } as const;

/** Reads what the config describes by luxon's tokens. */
export function readFormat(text: string, format: string, place: Place): Reading {
  const tokens = format.replace(/\s+/g, ' ');
  const resolution = formatResolution(tokens);
  if (resolution === undefined) throw new Error(`BUG: the format "${format}" was not checked`);
  const time = DateTime.fromFormat(text, tokens, { ...ENGLISH, zone: 'utc', setZone: true });
  if (!time.isValid) throw unreadable(text, `want a time in the format ${JSON.stringify(format)}`);
  const said = time.millisecond / 1000 + wholeSeconds(text, tokens, time, place);
  return { said, from: said, to: said + resolution };
}

/**
 * How far apart two times are that read the same, in seconds; undefined if the format tells too little to know
 * the minute. Tried out, since what counts is what luxon reads back.
 */
export function formatResolution(format: string): number | undefined {
  // A past year, since luxon takes the present one where the text names none.
  const sample = DateTime.utc(2015, 11, 19, 22, 34, 56, 789);
  let lost: number;
  try {
    const text = sample.toFormat(format, ENGLISH);
    lost = +sample - +DateTime.fromFormat(text, format, { ...ENGLISH, zone: 'utc' });
  } catch {
    // Luxon throws where tokens contradict each other, as 24 hours with AM.
    return undefined;
  }
  if (lost === 0) return 0.001;
  if (lost > 0 && lost < 1000) return 1;
  return lost > 0 && lost < 60_000 ? 60 : undefined;
}

function wholeSeconds(text: string, tokens: string, time: DateTime, place: Place): number {
  const { zone } = DateTime.fromFormatExplain(text, tokens, ENGLISH);
  if (zone !== null && zone !== undefined) return Math.floor(time.toSeconds());
  const { year, month, day, hour, minute, second } = time;
  return placeInTime(text, { year, month, day, hour, minute, second }, place);
}
