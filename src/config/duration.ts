import { z } from 'zod';

/** A Go duration: `500ms`, `5s`, `1m30s`. Milliseconds come out. Throws an error for people. */
export function parseDuration(text: string): number {
  const ms = readDuration(text);
  if (ms !== undefined) return ms;
  throw new Error(`got ${quoted(text)}, want a duration such as "500ms", "5s" or "1m30s"`);
}

/** The same as a schema. */
export const duration: z.ZodType<number, string> = z.string().transform((text, context) => {
  try {
    return parseDuration(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : '' });
    return z.NEVER;
  }
});

const SHORTEST_INTERVAL_MS = 100;
const LONGEST_INTERVAL_MS = 24 * 3_600_000;

/** How often a target runs: a duration, or `scrape` for whenever `/metrics` is scraped. */
export const interval: z.ZodType<number | 'scrape', string> = z
  .string()
  .transform((text, context) => {
    if (text === 'scrape') return text;
    const ms = readDuration(text);
    if (ms !== undefined && ms >= SHORTEST_INTERVAL_MS && ms <= LONGEST_INTERVAL_MS) return ms;
    const bounds = `from ${durationText(SHORTEST_INTERVAL_MS)} to ${durationText(LONGEST_INTERVAL_MS)}`;
    const message = `got ${quoted(text)}, want "scrape" or a duration ${bounds}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

const MS_BY_UNIT = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
  ['us', 1e-3],
  // Both signs that keyboards and editors write for micro.
  ['µs', 1e-3],
  ['μs', 1e-3],
  ['ns', 1e-6],
]);
const PART = /(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|μs|ns)/gy;
// Beyond, a double has no room for nanoseconds.
const MONTHS_MS = 2 ** 32;
// Go counts nanoseconds in 63 bits.
const LONGEST_GO_MS = 2 ** 63 / 1e6;

/** Undefined for a text that Go's `time.ParseDuration` refuses. */
function readDuration(text: string): number | undefined {
  const [, sign, rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0;
  let ms = 0;
  let length = 0;
  for (const [part, amount, unit = ''] of rest.matchAll(PART)) {
    ms += Number(amount) * (MS_BY_UNIT.get(unit) ?? Number.NaN);
    length += part.length;
  }
  if (length === 0 || length !== rest.length || ms >= LONGEST_GO_MS) return undefined;
  // Sums of decimal fractions drift: 1.1s is 1100 ms and nothing else.
  const rounded = ms < MONTHS_MS ? Math.round(ms * 1e6) / 1e6 : Math.round(ms);
  return sign === '-' ? -rounded : rounded;
}

/** `90000` → `1m30s`: whole units, the largest first; a fraction only in the last. */
export function durationText(ms: number): string {
  if (ms < 0) return `-${durationText(-ms)}`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const rest = Math.round((ms % 60_000) * 1e6) / 1e6;
  const parts = [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : ''].join('');
  if (rest === 0) return parts || '0s';
  return parts + (rest < 1000 && parts === '' ? `${plain(rest)}ms` : `${plain(rest / 1000)}s`);
}

/** Without an exponent, and without the noise behind the nanosecond. */
function plain(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}
