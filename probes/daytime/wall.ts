import { MONTHS } from '../../src/net/months.ts';
import type { Parts } from './shapes.ts';

/** What a clock on the wall shows. Nothing says yet that there is such a day or time. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

// As strptime has it: 69 is 1969, 68 is 2068.
const FIRST_YEAR_OF_1900 = 69;
// No day has it.
const NO_HOUR = 99;

export function wallTime(parts: Parts): WallTime {
  return {
    year: fullYear(parts.year ?? ''),
    ...monthAndDay(parts),
    hour: hourOf(parts),
    minute: Number(parts.minute),
    second: Number(parts.second ?? '0'),
  };
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year + (year < FIRST_YEAR_OF_1900 ? 2000 : 1900);
}

function monthAndDay(parts: Parts): { readonly month: number; readonly day: number } {
  const { month = '', day, first, middle, separator, half } = parts;
  if (first === undefined) {
    const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
    return { month: named >= 0 ? named + 1 : Number(month), day: Number(day) };
  }
  const [one, two] = [Number(first), Number(middle)];
  // Where both orders give a day, slashes with AM or PM are read as in the US, all else with the day first.
  const isAmerican = separator === '/' && half !== undefined;
  const isMonthFirst = isAmerican ? one <= 12 : two > 12;
  return isMonthFirst ? { month: one, day: two } : { month: two, day: one };
}

function hourOf({ hour, half }: Parts): number {
  const shown = Number(hour);
  if (half === undefined) return shown;
  if (shown < 1 || shown > 12) return NO_HOUR;
  return (shown % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}
