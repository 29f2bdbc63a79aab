import type { Family, Head } from '../metrics/metrics.ts';
import { CHUNK_LENGTH } from './chunks.ts';
import type { RenderOptions } from './format.ts';
import { rememberHeadings } from './headings.ts';
import { labelText } from './label-text.ts';
import { createdLine, seriesLines } from './lines.ts';
import { createdName } from './names.ts';
import { isWritable } from './writable.ts';

/** Text 0.0.4. It knows no created timestamps, so they are gauges of their own, right after their family. */
export function* text(
  families: readonly Family[],
  { created }: RenderOptions,
): Generator<string, void, undefined> {
  let taken: Set<string> | undefined;
  let chunk = '';
  for (const family of families) {
    const { name, series } = family;
    chunk += headingOf(family);
    for (const one of series) {
      if (isWritable(family, one)) chunk += seriesLines(name, labelText(one), one.value);
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = '';
    }
    const own = created ? createdName(family) : undefined;
    if (own === undefined) continue;
    taken ??= new Set(families.map((one) => one.name));
    if (taken.has(own)) continue;
    taken.add(own);
    let heading = headingOf({ name: own, help: family.help, type: 'gauge' });
    for (const one of series) {
      if (one.createdAt === undefined || !isWritable(family, one)) continue;
      chunk += heading + createdLine(own, labelText(one), one.createdAt);
      heading = '';
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

const TYPES = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  info: 'gauge',
  stateset: 'gauge',
  unknown: 'untyped',
} as const;

const headingOf = rememberHeadings(({ name, help, type }: Head): string => {
  const escaped = help.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return `${escaped === '' ? '' : `# HELP ${name} ${escaped}\n`}# TYPE ${name} ${TYPES[type]}\n`;
});
