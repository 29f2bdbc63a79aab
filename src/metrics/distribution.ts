import type { Distribution } from './metrics.ts';

export function emptyDistribution(bounds: readonly number[]): Distribution {
  return { bounds, counts: [...bounds.map(() => 0), 0], sum: 0 };
}

/** The distribution with one value more; the one that was there stays as it is. */
export function withValue({ bounds, counts, sum }: Distribution, value: number): Distribution {
  const added = counts.map((count, at) => (value <= (bounds[at] ?? Infinity) ? count + 1 : count));
  return { bounds, counts: added, sum: sum + value };
}
