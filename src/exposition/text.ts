import type { Family } from '../metrics/metrics.ts';
import { chunked } from './chunks.ts';
import type { RenderOptions } from './format.ts';
import { createdLine, seriesLines } from './lines.ts';
import { createdName } from './names.ts';
import { isWritable } from './writable.ts';

/** Text 0.0.4. It knows no created timestamps, so they are gauges of their own, right after their family. */
export function text(families: Iterable<Family>, options: RenderOptions): Iterable<string> {
  return chunked(lines([...families], options));
}

function* lines(families: readonly Family[], { created }: RenderOptions): Generator<string> {
  const names = new Set(families.map(({ name }) => name));
  for (const family of families) {
    const { name, help, type, series } = family;
    yield heading(name, help, TYPES[type]);
    for (const one of series) if (isWritable(family, one)) yield seriesLines(name, one);
    const own = created ? createdName(family) : undefined;
    if (own === undefined || names.has(own)) continue;
    names.add(own);
    yield* createdFamily(own, family);
  }
}

const TYPES = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  info: 'gauge',
  stateset: 'gauge',
  unknown: 'untyped',
} as const;

function* createdFamily(name: string, family: Family): Generator<string> {
  const known = family.series.filter(
    (series) => series.createdAt !== undefined && isWritable(family, series),
  );
  if (known.length === 0) return;
  yield heading(name, family.help, 'gauge');
  for (const series of known) yield createdLine(name, series);
}

function heading(name: string, help: string, type: string): string {
  const escaped = help.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `${escaped === '' ? '' : `# HELP ${name} ${escaped}\n`}# TYPE ${name} ${type}\n`;
}
