import type { Family, FamilyType } from '../metrics/metrics.ts';

/** How a family is called in OpenMetrics, where `x_total` belongs to the counter `x` and `x_info` to the info `x`. */
export interface OpenMetricsName {
  readonly name: string;
  readonly type: FamilyType;
}

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
 * Names families so that no two clash: not `x_total` with a gauge `x`, nor `x_total` with `x_info`. A counter or an
 * info that has no legal name keeps its own and gives up its type, since losing a word is better than the exposition.
 */
export function startNaming(families: readonly Family[]): (family: Family) => OpenMetricsName {
  const taken = new Set(families.flatMap((family) => [family.name, ...derivedNames(family)]));
  return ({ name, type }) => {
    const suffix = SUFFIXES[type];
    if (suffix === undefined) return { name, type };
    const base = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
    const claims = type === 'counter' ? [base, `${base}_created`] : [base];
    if (base === '' || claims.some((claim) => taken.has(claim))) {
      return { name, type: PLAIN[type] ?? type };
    }
    for (const claim of claims) taken.add(claim);
    return { name: base, type };
  };
}

/** What else a family's lines are called, beside its own name. */
export function derivedNames({ name, type }: Family): readonly string[] {
  if (type !== 'histogram') return [];
  return [`${name}_bucket`, `${name}_count`, `${name}_sum`, `${name}_created`];
}

/** Where a family's created timestamps are shown in text; nothing if it has none by nature. */
export function createdName({ name, type }: Family): string | undefined {
  if (type === 'histogram') return `${name}_created`;
  if (type !== 'counter') return undefined;
  return `${name.endsWith('_total') ? name.slice(0, -'_total'.length) : name}_created`;
}
