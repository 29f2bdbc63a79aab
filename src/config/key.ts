import { isScalar } from 'yaml';
import { resolveScalar, textOf } from './scalar.ts';

/** A key as it is written; undefined if it is no text, or not there at all. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  const resolved = resolveScalar(key);
  if ('fault' in resolved || (key.source === '' && key.type === 'PLAIN' && key.tag === undefined))
    return undefined;
  return textOf(key, resolved.value) ?? key.source;
}

const MERGE_TAGS: ReadonlySet<string | undefined> = new Set([
  undefined,
  '!',
  'tag:yaml.org,2002:merge',
]);

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && MERGE_TAGS.has(key.tag);
}

/** Go programs have no place for what stands behind `null`. */
export function isEmptyKey(key: unknown): boolean {
  if (!isScalar(key)) return false;
  const resolved = resolveScalar(key);
  return 'value' in resolved && resolved.value === null;
}
