import { MONTHS } from '../../src/net/months.ts';

// As forgiving as Go: more blanks than one, an hour of one digit, and a fraction of a second, which is dropped.
const TIME = '(\\d\\d?):(\\d\\d):(\\d\\d)(?:[.,]\\d+)?';
const DAY = '(?i:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
// Whatever it is called, it counts as GMT.
const ZONE = '(?:[A-Z]{3}|[A-Z]{3,4}T|WITA)';
const USUAL = new RegExp(`^${DAY}, +(\\d\\d) +(\\w{3}) +(\\d{4}) +${TIME} +GMT$`);
const OLD = new RegExp(`^${DAY}[a-z]*day, +(\\d\\d)-(\\w{3})-(\\d\\d) +${TIME} +${ZONE}$`);
const OLDEST = new RegExp(`^${DAY} +(\\w{3}) +(\\d\\d?) +${TIME} +(\\d{4})$`);

/** Unix seconds of one of HTTP's three forms of a date; undefined if it is in none of them. */
export function readDate(text: string): number | undefined {
  const at = partsOf(text);
  if (at === undefined) return undefined;
  const [hour = '', minute = '', second = ''] = at.time;
  const month = MONTHS.indexOf(at.month.toLowerCase());
  const day = Number(at.day);
  if (month < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return undefined;
  const read = new Date(0);
  read.setUTCFullYear(Number(at.year), month, day);
  // A day that there is not, such as the 31st of a short month, comes out as another one.
  if (read.getUTCDate() !== day) return undefined;
  return read.setUTCHours(Number(hour), Number(minute), Number(second)) / 1000;
}

interface Parts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: readonly string[];
}

function partsOf(text: string): Parts | undefined {
  const usual = USUAL.exec(text);
  if (usual !== null) {
    const [, day = '', month = '', year = '', ...time] = usual;
    return { day, month, year, time };
  }
  const old = OLD.exec(text);
  if (old !== null) {
    const [, day = '', month = '', years = '', ...time] = old;
    return { day, month, year: (Number(years) < 69 ? '20' : '19') + years, time };
  }
  const oldest = OLDEST.exec(text);
  if (oldest === null) return undefined;
  const [, month = '', day = '', hour = '', minute = '', second = '', year = ''] = oldest;
  return { day, month, year, time: [hour, minute, second] };
}
