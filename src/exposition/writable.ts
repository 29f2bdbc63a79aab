import type { Distribution, Family, FamilyType, Series } from '../metrics/metrics.ts';

/**
 * Whether a series is what its family's type says. One that is not would cost the whole OpenMetrics exposition, so
 * it is left out, and out of every format, so that all show the same series.
 */
export function isWritable(family: Family, series: Series): boolean {
  return CHECKS[family.type](series, family.name);
}

const CHECKS: Readonly<Record<FamilyType, (series: Series, name: string) => boolean>> = {
  gauge: isNumber,
  unknown: isNumber,
  counter: ({ value }) => typeof value === 'number' && value >= 0,
  info: ({ value }) => value === 1,
  stateset: ({ value, labels }, name) => (value === 0 || value === 1) && name in labels,
  histogram: ({ value, labels }) =>
    typeof value !== 'number' && isDistribution(value) && !('le' in labels),
};

function isNumber({ value }: Series): boolean {
  return typeof value === 'number';
}

function isDistribution({ bounds, counts, sum }: Distribution): boolean {
  if (counts.length !== bounds.length + 1 || !(sum >= 0)) return false;
  return areBounds(bounds) && areCounts(counts);
}

// OpenMetrics forbids a sum where a bound is negative, and the bucket for +Inf is written apart.
function areBounds(bounds: readonly number[]): boolean {
  let before = -1;
  for (const bound of bounds) {
    if (!(bound >= 0 && bound > before && bound < Infinity)) return false;
    before = bound;
  }
  return true;
}

function areCounts(counts: readonly number[]): boolean {
  let before = 0;
  for (const count of counts) {
    if (!Number.isSafeInteger(count) || count < before) return false;
    before = count;
  }
  return true;
}
