import { isSecretKey, isSecretPath } from './secret-keys.ts';
import type { Located } from './tree.ts';

export interface Secrets {
  /** The places in the file that hold one, by their offset. */
  readonly places: ReadonlySet<number>;
  /** What they hold. */
  readonly texts: ReadonlySet<string>;
}

/** The secrets of a file, known by the keys above them. */
export function secretsIn(root: Located): Secrets {
  const places = new Set<number>();
  const texts = new Set<string>();

  function search(place: Located, path: readonly string[]): void {
    if (place.kind === 'scalar' && isSecretPath(path)) {
      if (place.scalar !== undefined && place.value !== null) places.add(place.scalar.offset);
      const text = place.text ?? textOf(place.value);
      if (text !== '') texts.add(text);
    }
    // `- { name: X-Api-Key, value: … }`
    const named = place.children.get('name')?.value;
    const isSecret = typeof named === 'string' && isSecretKey(named);
    for (const [key, child] of place.children) {
      const isValue = isSecret && /^values?$/.test(key);
      search(child, isValue ? ['secret'] : [...path, key]);
    }
  }

  search(root, []);
  return { places, texts };
}

/** What a checked block keeps as secrets: whatever has a `reveal`, at any depth. */
export function revealed(value: unknown, seen: Set<unknown> = new Set()): readonly string[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if ('reveal' in value && typeof value.reveal === 'function') {
    const text: unknown = value.reveal();
    return typeof text === 'string' && text !== '' ? [text] : [];
  }
  const inner = value instanceof Map ? [...value.values()] : Object.values(value);
  return inner.flatMap((each) => revealed(each, seen));
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return typeof value === 'string' ? value : '';
}
