import { type Field, or } from './fields.ts';

// The last second of the year 9999: the form has four digits for the year.
const LAST_SECOND = 253_402_300_799;

/** A time as 20240312071056, in UTC. */
export const moment: Field = or(written(0), (rdata) => written(rdata.number(4)));
/** One that has 48 bits. */
export const longMoment: Field = or(written(0), (rdata) => written(rdata.number(6)));

function written(seconds: number): string {
  if (seconds > LAST_SECOND) return String(seconds);
  return new Date(seconds * 1000).toISOString().replace(/[-:T]|\..*/g, '');
}
