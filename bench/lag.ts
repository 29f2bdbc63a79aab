import { valueOf } from './exposition.ts';

/** The exporter's own histogram of how late runs started, as it stood at one time. */
export interface Lag {
  readonly count: number;
  /** Runs by the bound, in seconds, that they did not exceed. */
  readonly buckets: ReadonlyMap<number, number>;
}

const NAME = 'synthetic_exporter_schedule_lag_seconds';

export function readLag(text: string): Lag {
  const lines = text.matchAll(new RegExp(`^${NAME}_bucket\\{le="([^"]+)"\\} (\\d+)$`, 'gm'));
  const buckets = [...lines].map(([, le, runs]): [number, number] => [
    le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le),
    Number(runs),
  ]);
  return { count: valueOf(text, `${NAME}_count`), buckets: new Map(buckets) };
}

/** The smallest bound, in seconds, that so much of the runs between the two did not exceed. */
export function lagQuantile(before: Lag, after: Lag, share: number): number {
  const wanted = (after.count - before.count) * share;
  for (const [bound, runs] of after.buckets) {
    if (runs - (before.buckets.get(bound) ?? 0) >= wanted) return bound;
  }
  return Number.POSITIVE_INFINITY;
}
