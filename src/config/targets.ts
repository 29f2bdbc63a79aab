import type { Probe } from '../probe.ts';
import { startPauses } from '../slices.ts';
import type { ListedTarget } from './config.ts';
import { targetEnvelope } from './envelope.ts';
import { deepFreeze } from './freeze.ts';
import { labelProblems } from './labels.ts';
import { maskedAddress } from './mask.ts';
import type { ReadModule } from './modules.ts';
import { type Checked, type Path, type Problem, problem } from './problem.ts';
import { type Slo, sloProblems } from './slo.ts';
import { didYouMean, listed } from './suggest.ts';
import { find, type Located } from './tree.ts';
import { check, isNothing } from './validate.ts';

interface ReadTargets {
  readonly targets: readonly ListedTarget[];
  readonly problems: readonly Problem[];
}

interface Known {
  readonly modules: ReadonlyMap<string, ReadModule>;
  readonly intervalMs: number | 'scrape';
  /** Bounds of the latency histograms, in seconds. */
  readonly buckets: readonly number[];
}

/** Each `targets:` entry: its envelope, then its address by the schema of its module's probe. */
export async function readTargets(
  located: Located | undefined,
  known: Known,
): Promise<ReadTargets> {
  const targets: ListedTarget[] = [];
  const problems: Problem[] = [];
  const placeByName = new Map<string, string>();
  const pause = startPauses();
  const entries = located?.kind === 'list' ? located.children : [];
  for (const [place, entry] of entries) {
    await pause();
    const path = ['targets', place];
    const target = await readTarget(entry, path, known);
    if (target.outcome === 'valid') targets.push(target.value);
    else problems.push(...target.problems);
    const name = textAt(entry, 'name');
    if (name === undefined) continue;
    const first = placeByName.get(name);
    if (first === undefined) placeByName.set(name, place);
    else problems.push(twice([...path, 'name'], name, first));
  }
  return { targets, problems };
}

async function readTarget(
  located: Located,
  path: Path,
  known: Known,
): Promise<Checked<ListedTarget>> {
  const { modules } = known;
  const head = await check(targetEnvelope, { located, path });
  const name = textAt(located, 'module');
  const found = modules.get(name ?? '');
  const target = await readAddress(found?.probe, located, path);
  const labels = [...(find(located, ['labels'])?.children.keys() ?? [])];
  const problems = [
    ...(head.outcome === 'invalid' ? head.problems : []),
    ...(target?.outcome === 'invalid' ? target.problems : []),
    ...(name !== undefined && found === undefined ? [unknownModule(name, path, modules)] : []),
    ...labelProblems(labels, found?.module?.metrics, [...path, 'labels']),
    ...(head.outcome === 'valid' ? unkeepable(head.value, known, path) : []),
  ];
  const module = found?.module;
  const isWhole = head.outcome === 'valid' && target?.outcome === 'valid' && problems.length === 0;
  if (!isWhole || module === undefined) return { outcome: 'invalid', problems };
  const { target: text, labels: values, interval, slo, name: own } = head.value;
  const value = Object.freeze({
    name: own,
    module,
    text,
    address: maskedAddress(text),
    target: deepFreeze(target.value),
    intervalMs: interval ?? known.intervalMs,
    labels: Object.freeze(values),
    ...(slo !== undefined && { slo: deepFreeze(slo) }),
  });
  return { outcome: 'valid', value };
}

function unkeepable(
  {
    slo,
    interval,
  }: { readonly slo?: Slo | undefined; readonly interval?: number | 'scrape' | undefined },
  { intervalMs, buckets }: Known,
  path: Path,
): readonly Problem[] {
  if (slo === undefined) return [];
  return sloProblems(slo, { intervalMs: interval ?? intervalMs, buckets }, [...path, 'slo']);
}

async function readAddress(
  probe: Probe | undefined,
  entry: Located,
  path: Path,
): Promise<Checked<unknown> | undefined> {
  const located = entry.children.get('target');
  const text = textAt(entry, 'target');
  if (probe === undefined || located === undefined || text === undefined) return undefined;
  // Any scalar is text here, so the schema of the target sees nothing else.
  return check(probe.target, { located: { ...located, value: text }, path: [...path, 'target'] });
}

/** A scalar as text, whatever YAML makes of it. */
function textAt(entry: Located, key: string): string | undefined {
  const place = entry.children.get(key);
  if (place === undefined || place.kind !== 'scalar' || isNothing(place)) return undefined;
  return typeof place.value === 'string' ? place.value : place.text;
}

function twice(path: Path, name: string, first: string): Problem {
  return problem(
    path,
    `two targets are named ${JSON.stringify(name)}: targets.${first} is the first`,
  );
}

/** `path` leads to what names it. */
export function unknownModule(name: string, path: Path, modules: Known['modules']): Problem {
  const names = [...modules.keys()];
  const known = names.length === 0 ? 'there is none' : `known are ${listed(names)}`;
  const message = `got ${JSON.stringify(name.slice(0, 100))}, want the name of a module; ${known}`;
  return problem([...path, 'module'], message + didYouMean(name, names));
}
