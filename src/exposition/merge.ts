import type { Family, Series } from '../metrics/metrics.ts';
import { derivedNames } from './names.ts';

/**
 * Families of one name from several sources become one, in the place of the first. The first also wins where types
 * differ and where two sources have the same series; one source is taken not to repeat itself. A family that is
 * called like a line of a histogram (`x_sum` beside `x`) goes, since nobody could tell the two apart.
 */
export function mergeFamilies(families: readonly Family[]): Family[] {
  const byName = new Map<string, Family[]>();
  for (const family of families) {
    const same = byName.get(family.name);
    if (same === undefined) byName.set(family.name, [family]);
    else if (same[0]?.type === family.type) same.push(family);
  }
  const merged = [...byName.values()].map(join);
  const derived = new Set(merged.flatMap((family) => derivedNames(family)));
  return merged.filter(({ name }) => !derived.has(name));
}

function join(families: readonly Family[]): Family {
  const [first] = families;
  if (first === undefined) throw new Error('BUG: a name without a family');
  if (families.length === 1) return first;
  return { ...first, series: { [Symbol.iterator]: () => distinct(families) } };
}

function* distinct(families: readonly Family[]): Generator<Series> {
  const seen = new Set<string>();
  for (const { series } of families) {
    for (const one of series) {
      const key = identity(one);
      if (seen.has(key)) continue;
      seen.add(key);
      yield one;
    }
  }
}

/** The same for the same labels in any order. */
function identity({ common, labels }: Series): string {
  const all: Series['labels'] = { ...common?.labels, ...labels };
  return JSON.stringify(
    Object.keys(all)
      .sort()
      .map((name) => [name, all[name]]),
  );
}
