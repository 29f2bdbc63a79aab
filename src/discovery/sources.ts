import { dirname, resolve } from 'node:path';
import { fingerprintOf } from '../config/fingerprint.ts';
import { deepFreeze } from '../config/freeze.ts';
import { maskText } from '../config/mask.ts';
import { parse } from '../config/parse.ts';
import type { Checked, Problem } from '../config/problem.ts';
import type { Located } from '../config/tree.ts';
import { check, isNothing } from '../config/validate.ts';
import { fileSource, urlSource } from './schema.ts';
import type { Source } from './source.ts';

interface Surroundings {
  readonly configFile: string;
  /** For sources that say none. */
  readonly intervalMs: number | 'scrape';
}

interface ReadSources {
  readonly sources: readonly Source[];
  readonly problems: readonly Problem[];
}

/** Each `discovery:` entry. */
export async function readSources(
  located: Located | undefined,
  surroundings: Surroundings,
): Promise<ReadSources> {
  if (located === undefined || isNothing(located)) return { sources: [], problems: [] };
  const sources: Source[] = [];
  const problems: Problem[] = [];
  const entries = located.kind === 'list' ? located.children : [];
  for (const [index, entry] of entries) {
    const isUrl = entry.children.has('url');
    const path = ['discovery', index];
    const read = await (isUrl ? readUrlSource : readFileSource)(entry, path, surroundings);
    if (read.outcome === 'invalid') problems.push(...read.problems);
    else sources.push(Object.freeze({ ...read.value, name: unlike(sources, read.value.name) }));
  }
  return { sources, problems };
}

/** Those of a config's text, as far as they are right; for who does not load it as a whole. */
export async function sourcesIn(text: string, configFile: string): Promise<readonly Source[]> {
  // The whole text as a tree takes long and much room, and most have none.
  if (!text.includes('discovery')) return [];
  const { root } = await parse(text);
  const located = root.children.get('discovery');
  return (await readSources(located, { configFile, intervalMs: 'scrape' })).sources;
}

async function readFileSource(
  located: Located,
  path: readonly string[],
  { configFile, intervalMs }: Surroundings,
): Promise<Checked<Source>> {
  const checked = await check(fileSource, { located, path });
  if (checked.outcome === 'invalid') return checked;
  const { files, module, refresh: refreshMs, interval = intervalMs } = checked.value;
  const folder = dirname(resolve(configFile));
  const value: Source = {
    kind: 'files',
    path,
    name: files.join(', '),
    fingerprint: fingerprintOf(located, folder),
    files: Object.freeze(files.map((file) => resolve(folder, file))),
    module,
    intervalMs: interval,
    refreshMs,
  };
  return { outcome: 'valid', value };
}

async function readUrlSource(
  located: Located,
  path: readonly string[],
  { intervalMs }: Surroundings,
): Promise<Checked<Source>> {
  const checked = await check(urlSource, { located, path });
  if (checked.outcome === 'invalid') return checked;
  const { url: place, module, refresh: refreshMs, interval = intervalMs } = checked.value;
  const { url: _, module: __, refresh: ___, interval: ____, ...client } = checked.value;
  const value: Source = {
    kind: 'url',
    path,
    name: maskText(place.href),
    fingerprint: fingerprintOf(located),
    place,
    client: deepFreeze(client),
    module,
    intervalMs: interval,
    refreshMs,
  };
  return { outcome: 'valid', value };
}

/** The same place may be read twice, for two modules, say. */
function unlike(others: readonly Source[], name: string): string {
  const isTaken = (candidate: string): boolean => others.some((other) => other.name === candidate);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} #${number}`;
    if (!isTaken(candidate)) return candidate;
  }
}
