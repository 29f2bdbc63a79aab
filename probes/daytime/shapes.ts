/** What a text names, still as text. */
export type Parts = Readonly<Partial<Record<Part, string>>>;
type Part =
  | 'weekday'
  | 'year'
  | 'month'
  | 'day'
  | 'first'
  | 'middle'
  | 'separator'
  | 'hour'
  | 'minute'
  | 'second'
  | 'fraction'
  | 'half'
  | 'zone';

const WEEKDAY =
  '(?:(?<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)[.,]? ?)?';
const MONTH =
  '(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DAY = '(?<day>\\d{1,2})';
const DAY_OF_YEAR = `(?:${MONTH} ${DAY}|${DAY} ${MONTH})`;
const YEAR = '(?<year>\\d{4})';
const CLOCK =
  '(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9}))?)?(?: ?(?<half>[ap])\\.? ?m\\b\\.?)?';
const OFFSET = '(?:utc|gmt)?[+-](?:\\d{4}|\\d\\d?(?::\\d\\d)?)';
// After an offset there may be its name, for people: (CET), [Europe/Berlin]. RFC 867 joins zone and time by a dash.
const ZONE = `(?: ?(?:(?<zone>${OFFSET})(?: ?[(\\[][^)\\]]{0,60}[)\\]])?|-?(?<zone>[a-z]{1,5})))?`;

const DATES = [
  // 19 NOV 2026, 02 FEB 82, 19-Nov-2026
  `${DAY}\\.?[ -]${MONTH}[ -](?<year>\\d{4}|\\d\\d)`,
  // February 22, 1982
  `${MONTH} ${DAY},? ${YEAR}`,
  // 2026-11-19, 2026/11/19, 2026. 11. 19.
  `${YEAR}(?<separator>[-/]|\\. ?)(?<month>\\d\\d?)\\k<separator>${DAY}\\.?`,
  // 20261119
  `${YEAR}(?<month>\\d\\d)(?<day>\\d\\d)`,
  // 11/19/2026, 19/11/2026, 19.11.2026, 19-11-2026
  `(?<first>\\d\\d?)(?<separator>[-/]|\\. ?)(?<middle>\\d\\d?)\\k<separator>${YEAR}`,
  // 19.11.26: only with dots, which nobody writes around a year in front
  '(?<first>\\d\\d?)(?<separator>\\.)(?<middle>\\d\\d?)\\.(?<year>\\d\\d)',
];
const SHAPES = [
  // ctime and date: the time stands within the date
  `${WEEKDAY}${DAY_OF_YEAR},? ${CLOCK}${ZONE} ${YEAR}`,
  `${WEEKDAY}${DAY_OF_YEAR},? ${CLOCK} ${YEAR}${ZONE}`,
  ...DATES.flatMap((date) => [
    `${WEEKDAY}${date}(?:t|,? (?:at )?)${CLOCK}${ZONE}`,
    `${CLOCK}${ZONE},? ${WEEKDAY}${date}`,
  ]),
  // 20261119T103000Z
  `${YEAR}(?<month>\\d\\d)(?<day>\\d\\d)t(?<hour>\\d\\d)(?<minute>\\d\\d)(?<second>\\d\\d)(?:[.,](?<fraction>\\d{1,9}))?${ZONE}`,
].map((shape) => new RegExp(`^${shape}$`, 'i'));

/** Takes the text apart, if it has one of the shapes that servers are known to send. Runs of blanks count as one. */
export function takeApart(text: string): Parts | undefined {
  for (const shape of SHAPES) {
    const groups = shape.exec(text)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
}
