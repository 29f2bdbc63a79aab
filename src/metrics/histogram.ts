import type { Distribution } from './metrics.ts';

/** Counts observations by classic buckets; cumulative only at output. */
export interface Histogram {
  observe(this: void, value: number): void;
  read(this: void): Distribution;
}

export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0);
  counts.push(0);
  let sum = 0;

  return {
    observe(value) {
      let at = 0;
      for (const bound of bounds) {
        if (value <= bound) break;
        at += 1;
      }
      counts[at] = (counts[at] ?? 0) + 1;
      sum += value;
    },
    read() {
      let total = 0;
      return { bounds, sum, counts: counts.map((count) => (total += count)) };
    },
  };
}
