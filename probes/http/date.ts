// With a fraction of a second, which Go takes and drops.
const TIME = '(\\d\\d:\\d\\d:\\d\\d)(?:[.,]\\d+)?';
const DAY = '(?i:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const USUAL = new RegExp(`^${DAY}, (\\d\\d) (\\w{3}) (\\d{4}) ${TIME} GMT$`);
const OLD = new RegExp(`^${DAY}[a-z]*day, (\\d\\d)-(\\w{3})-(\\d\\d) ${TIME} GMT$`);
const OLDEST = new RegExp(`^${DAY} (\\w{3}) ([ \\d]\\d) ${TIME} (\\d{4})$`);

/** Unix seconds of one of HTTP's three forms of a date; undefined if it is in none of them. */
export function readDate(text: string): number | undefined {
  const at = partsOf(text);
  if (at === undefined) return undefined;
  const month = at.month.charAt(0).toUpperCase() + at.month.slice(1).toLowerCase();
  const wanted = `${at.day} ${month} ${at.year} ${at.time} GMT`;
  const read = new Date(wanted);
  // A day that there is not, such as the 31st of a short month, comes out as another one.
  if (Number.isNaN(read.getTime()) || !read.toUTCString().endsWith(wanted)) return undefined;
  return read.getTime() / 1000;
}

interface Parts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: string;
}

function partsOf(text: string): Parts | undefined {
  const usual = USUAL.exec(text);
  if (usual !== null) {
    const [, day = '', month = '', year = '', time = ''] = usual;
    return { day, month, year, time };
  }
  const old = OLD.exec(text);
  if (old !== null) {
    const [, day = '', month = '', years = '', time = ''] = old;
    return { day, month, year: (Number(years) < 69 ? '20' : '19') + years, time };
  }
  const oldest = OLDEST.exec(text);
  if (oldest === null) return undefined;
  const [, month = '', day = '', time = '', year = ''] = oldest;
  return { day: day.replace(' ', '0'), month, year, time };
}
