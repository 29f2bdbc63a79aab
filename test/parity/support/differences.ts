import type { Exposition } from './exposition.ts';

/**
 * How ours differs from theirs, a line each: `- series` and `+ series` for what only one of them has,
 * `series: 0 -> 1` for another value. Of times only their presence counts, and whether any time passed.
 */
export function differences(theirs: Exposition, ours: Exposition): readonly string[] {
  const lines = ours.repeated.map((series) => `twice: ${series}`);
  for (const [series, value] of theirs.series) {
    const other = ours.series.get(series);
    if (other === undefined) lines.push(`- ${series}`);
    else if (shown(series, value) !== shown(series, other)) {
      lines.push(`${series}: ${shown(series, value)} -> ${shown(series, other)}`);
    }
  }
  for (const series of ours.series.keys()) {
    if (!theirs.series.has(series)) lines.push(`+ ${series}`);
  }
  for (const [family, type] of theirs.types) {
    const other = ours.types.get(family);
    if (other !== undefined && other !== type) lines.push(`type of ${family}: ${type} -> ${other}`);
  }
  return lines;
}

function shown(series: string, value: number): string {
  const [family = ''] = series.split('{');
  const isTime = family.endsWith('_seconds') && !family.endsWith('_timestamp_seconds');
  return isTime && value > 0 ? 'some time' : String(value);
}
