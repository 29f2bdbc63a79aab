import type { Family, Head } from '../metrics/metrics.ts';
import { CHUNK_LENGTH } from './chunks.ts';
import type { RenderOptions } from './format.ts';
import { rememberHeadings } from './headings.ts';
import { escapeQuoted, labelText } from './label-text.ts';
import { createdLine, seriesLines } from './lines.ts';
import { startNaming } from './names.ts';
import { isWritable } from './writable.ts';

/** OpenMetrics 1.0. */
export function* openmetrics(
  families: readonly Family[],
  { created }: RenderOptions,
): Generator<string, void, undefined> {
  const nameOf = startNaming(families);
  let chunk = '';
  for (const family of families) {
    const head = nameOf(family);
    chunk += headingOf(head);
    const cumulative = head.type === 'counter' || head.type === 'histogram';
    const own = created && cumulative ? `${head.name}_created` : undefined;
    for (const series of family.series) {
      if (!isWritable(family, series)) continue;
      const labels = labelText(series);
      chunk += seriesLines(family.name, labels, series.value);
      // Prometheus looks for it in the lines that follow, and takes the first `_created` for the one that it wants.
      if (own !== undefined) chunk += createdLine(own, labels, series.createdAt);
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = '';
    }
  }
  yield `${chunk}# EOF\n`;
}

const headingOf = rememberHeadings(({ name, type, unit, help }: Head): string => {
  const unitLine = mayHaveUnit(name, type, unit) ? `# UNIT ${name} ${unit}\n` : '';
  const helpLine = help === '' ? '' : `# HELP ${name} ${escapeQuoted(help)}\n`;
  return `# TYPE ${name} ${type}\n${unitLine}${helpLine}`;
});

function mayHaveUnit(name: string, type: string, unit: string | undefined): boolean {
  if (unit === undefined || unit === '' || type === 'info' || type === 'stateset') return false;
  return name.endsWith(`_${unit}`);
}
