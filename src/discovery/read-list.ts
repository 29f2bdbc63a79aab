import { maskedAddress } from '../config/mask.ts';
import { parse } from '../config/parse.ts';
import type { Located } from '../config/tree.ts';
import { shown } from '../net/shown.ts';
import { startPauses } from '../slices.ts';
import type { FoundList, Group } from './found.ts';
import { readGroup } from './read-group.ts';

/** More in one list are a mistake, or an attack. */
export const MOST_TARGETS = 100_000;

export interface Written {
  /** Where it comes from, for people. */
  readonly place: string;
  readonly format: 'json' | 'yaml';
}

/**
 * Reads a list of groups of targets in the formats of Prometheus' file_sd and http_sd. A group of another shape is
 * left out, and told. Throws if it is no list at all, or has too many targets.
 */
export async function readList(bytes: Uint8Array, { place, format }: Written): Promise<FoundList> {
  const text = decoded(bytes);
  const groups: Group[] = [];
  const faults: string[] = [];
  const pause = startPauses();
  let count = 0;
  for (const item of format === 'json' ? jsonItems(text) : await yamlItems(text)) {
    await pause();
    // Each before it was taken, or left out.
    const index = groups.length + faults.length;
    const group = readGroup(item);
    if ('fault' in group) {
      faults.push(`${place}: ${index}: left out: ${group.fault}`);
      continue;
    }
    count += group.targets.length;
    groups.push({ index, ...group });
    if (count > MOST_TARGETS) throw new Error(`it has more than ${MOST_TARGETS} targets`);
  }
  return { place, groups, faults };
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error('it is not in UTF-8', { cause });
  }
}

function jsonItems(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    // V8 quotes what it read, which may hold a secret.
    throw new Error(`it is no JSON, it begins ${shown(maskedAddress(text.slice(0, 40)))}`, {
      cause,
    });
  }
  if (Array.isArray(value)) return value;
  throw new Error('it is no list: want [{"targets": ["host:port"], "labels": {"name": "value"}}]');
}

async function yamlItems(text: string): Promise<Iterable<unknown>> {
  const { isBlank, root, problems } = await parse(text);
  // An empty file is one that is being written; who means none says [].
  if (isBlank) throw new Error('it is empty: want [] if there are no targets');
  const [first] = problems;
  if (first !== undefined) throw new Error(`it is no YAML: ${first.message}`);
  if (root.kind !== 'list') throw new Error('it is no list: want "- targets: [host:port]"');
  return plainItems(root);
}

/** Each when it is its turn: all at once would take too long. */
function* plainItems({ children }: Located): Generator {
  for (const child of children.values()) yield plain(child);
}

/** Every scalar as the text that it is: `8080` is no number here, and `yes` no truth. */
function plain({ kind, value, text, children }: Located): unknown {
  if (kind === 'list') return [...children.values()].map(plain);
  if (kind === 'mapping')
    return Object.fromEntries([...children].map(([key, child]) => [key, plain(child)]));
  return typeof value === 'string' || value === null ? value : text;
}
