import { type Instant, instantText } from '../metrics/instant.ts';
import type { Distribution, Series } from '../metrics/metrics.ts';
import { rememberBounds } from './bounds.ts';
import { boundText, numberText } from './numbers.ts';

/** The lines of one series, the same in text 0.0.4 and OpenMetrics. */
export function seriesLines(name: string, labels: string, value: Series['value']): string {
  return typeof value === 'number'
    ? `${name}${labels} ${numberText(value)}\n`
    : histogramLines(name, labels, value);
}

/** Since when the series counts; nothing if that is not known. The label text is that of the series, byte for byte. */
export function createdLine(name: string, labels: string, createdAt: Instant | undefined): string {
  return createdAt === undefined ? '' : `${name}${labels} ${instantText(createdAt)}\n`;
}

function histogramLines(name: string, labels: string, value: Distribution): string {
  const { bounds, counts, sum } = value;
  const bucket = `${name}_bucket${labels === '' ? '{' : `${labels.slice(0, -1)},`}le="`;
  const total = counts[bounds.length] ?? 0;
  let lines = '';
  let at = 0;
  for (const bound of textsOf(bounds)) {
    lines += `${bucket}${bound}"} ${counts[at] ?? 0}\n`;
    at += 1;
  }
  lines += `${bucket}+Inf"} ${total}\n`;
  return `${lines}${name}_count${labels} ${total}\n${name}_sum${labels} ${numberText(sum)}\n`;
}

const textsOf = rememberBounds(boundText);
