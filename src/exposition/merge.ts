import type { Family, Labels, Series } from '../metrics/metrics.ts';
import { derivedNames } from './names.ts';

/**
 * Families of one name from several sources become one, in the place of the first. The first also wins where types
 * differ and where two sources have the same series; one source is taken not to repeat itself. A family that is
 * called like a line of a histogram (`x_sum` beside `x`) goes, since nobody could tell the two apart.
 */
export function mergeFamilies(families: Iterable<Family>): Family[] {
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
  const series = new Map<string, Series>();
  for (const family of families) {
    for (const one of family.series) {
      const key = identity(one.labels);
      if (!series.has(key)) series.set(key, one);
    }
  }
  return { ...first, series: [...series.values()] };
}

/** The same for the same labels in any order. */
function identity(labels: Labels): string {
  return JSON.stringify(
    Object.keys(labels)
      .sort()
      .map((name) => [name, labels[name]]),
  );
}
