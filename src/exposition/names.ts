import type { Family, FamilyType, Head } from '../metrics/metrics.ts';

const SUFFIXES: Readonly<Partial<Record<FamilyType, string>>> = {
  counter: '_total',
  info: '_info',
};
// What a name becomes that OpenMetrics does not allow to its type.
const PLAIN: Readonly<Partial<Record<FamilyType, FamilyType>>> = {
  counter: 'unknown',
  info: 'gauge',
};

/**
 * How families are called in OpenMetrics, where `x_total` belongs to the counter `x` and `x_info` to the info `x`: so
 * that no two clash, not `x_total` with a gauge `x`, nor `x_total` with `x_info`. A counter or an info that has no
 * legal name keeps its own and gives up its type, since losing a word is better than the exposition.
 */
export function startNaming(families: readonly Family[]): (family: Family) => Head {
  let taken: Set<string> | undefined;
  return (family) => {
    const { name, type, help, unit } = family;
    const suffix = SUFFIXES[type];
    if (suffix === undefined) return family;
    taken ??= namesOf(families);
    const base = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
    const created = type === 'counter' ? `${base}_created` : base;
    if (base === '' || taken.has(base) || taken.has(created))
      return { name, type: PLAIN[type] ?? type, help, unit };
    taken.add(base).add(created);
    return { name: base, type, help, unit };
  };
}

function namesOf(families: readonly Family[]): Set<string> {
  const names = new Set<string>();
  for (const family of families) {
    names.add(family.name);
    for (const derived of derivedNames(family)) names.add(derived);
  }
  return names;
}

const NONE: readonly string[] = [];

/** What else a family's lines are called, beside its own name. */
export function derivedNames({ name, type }: Head): readonly string[] {
  if (type !== 'histogram') return NONE;
  return [`${name}_bucket`, `${name}_count`, `${name}_sum`, `${name}_created`];
}

/** Where a family's created timestamps are shown in text; nothing if it has none by nature. */
export function createdName({ name, type }: Head): string | undefined {
  if (type === 'histogram') return `${name}_created`;
  if (type !== 'counter') return undefined;
  return `${name.endsWith('_total') ? name.slice(0, -'_total'.length) : name}_created`;
}
