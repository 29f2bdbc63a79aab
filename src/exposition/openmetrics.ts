import type { Family } from '../metrics/metrics.ts';
import { chunked } from './chunks.ts';
import type { RenderOptions } from './format.ts';
import { escapeQuoted } from './label-text.ts';
import { createdLine, seriesLines } from './lines.ts';
import { type OpenMetricsName, startNaming } from './names.ts';
import { isWritable } from './writable.ts';

/** OpenMetrics 1.0. */
export function openmetrics(families: Iterable<Family>, options: RenderOptions): Iterable<string> {
  return chunked(lines([...families], options));
}

function* lines(families: readonly Family[], { created }: RenderOptions): Generator<string> {
  const nameOf = startNaming(families);
  for (const family of families) {
    const named = nameOf(family);
    yield heading(named, family);
    const cumulative = named.type === 'counter' || named.type === 'histogram';
    const own = created && cumulative ? `${named.name}_created` : undefined;
    for (const series of family.series) {
      if (!isWritable(family, series)) continue;
      yield seriesLines(family.name, series);
      // Prometheus looks for it in the lines that follow, and takes the first `_created` for the one that it wants.
      if (own !== undefined) yield createdLine(own, series);
    }
  }
  yield '# EOF\n';
}

function heading({ name, type }: OpenMetricsName, { unit, help }: Family): string {
  const unitLine = mayHaveUnit(name, type, unit) ? `# UNIT ${name} ${unit}\n` : '';
  const helpLine = help === '' ? '' : `# HELP ${name} ${escapeQuoted(help)}\n`;
  return `# TYPE ${name} ${type}\n${unitLine}${helpLine}`;
}

function mayHaveUnit(name: string, type: string, unit: string | undefined): boolean {
  if (unit === undefined || unit === '' || type === 'info' || type === 'stateset') return false;
  return name.endsWith(`_${unit}`);
}
