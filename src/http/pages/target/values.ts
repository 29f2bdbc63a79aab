import { durationWords } from '../../../account/durations.ts';

// From here on minutes and hours read better.
const LONG_SECONDS = 120;
const SCALES = [
  { unit: 's', size: 1 },
  { unit: 'ms', size: 1e-3 },
  { unit: 'µs', size: 1e-6 },
  { unit: 'ns', size: 1e-9 },
] as const;

/** `1.23 ms`: three digits, in the unit that reads best. */
export function secondsText(seconds: number): string {
  // Rounded first: 999.9 µs is 1 ms.
  const size = Number(Math.abs(seconds).toPrecision(3));
  const sign = seconds < 0 ? '−' : '';
  if (!Number.isFinite(size)) return String(seconds);
  if (size >= LONG_SECONDS) return sign + durationWords(seconds);
  const scale = SCALES.find((one) => size >= one.size);
  if (scale === undefined) return size === 0 ? '0 s' : `${sign}${size} s`;
  return `${sign}${Number((size / scale.size).toPrecision(3))} ${scale.unit}`;
}

const BYTES = ['KiB', 'MiB', 'GiB', 'TiB'];

/** `1.5 KiB (1,536 bytes)`. */
export function bytesText(bytes: number): string {
  const exact = `${numberText(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const power = Math.min(BYTES.length, Math.floor(Math.log2(Math.abs(bytes)) / 10));
  if (!Number.isFinite(power) || power < 1) return exact;
  return `${numberText(Number((bytes / 1024 ** power).toPrecision(3)))} ${BYTES[power - 1]} (${exact})`;
}

const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
// Beyond, digits are many and mean little.
const LARGE = 1e15;
const SMALL = 1e-4;

/** `12,345.678`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= SMALL && size < LARGE);
  return isPlain ? GROUPED.format(value) : String(value);
}
