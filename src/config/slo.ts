import { z } from 'zod';
import { duration, durationText } from './duration.ts';
import { type Path, type Problem, problem } from './problem.ts';
import { listed } from './suggest.ts';

/** What a target is to keep, as shares of its runs: 0.999. */
export type Slo = z.output<typeof slo>;

// Less than half is no promise, and a whole number leaves nothing to spend.
const LEAST = 50;

const percentage = z
  .number()
  .refine((value) => value >= LEAST && value < 100, {
    error: ({ input }) =>
      `got ${String(input)}, want a percentage such as 99.9: from ${LEAST} to below 100`,
  })
  // Hundredths of decimal fractions drift: 99.9 % is 0.999.
  .transform((value) => Number((value / 100).toPrecision(12)));

const latency = z
  .strictObject({ under: duration, ratio: percentage })
  .transform(({ under, ratio }) => ({ underMs: under, ratio }));

export const slo = z
  .strictObject({ availability: percentage.optional(), latency: latency.optional() })
  .refine(
    (value) => value.availability !== undefined || value.latency !== undefined,
    'want `availability`, `latency` or both',
  );

interface About {
  readonly intervalMs: number | 'scrape';
  readonly buckets: readonly number[];
}

/** What no schema of the target alone can know. */
export function sloProblems(
  { latency }: Slo,
  { intervalMs, buckets }: About,
  path: Path,
): readonly Problem[] {
  if (latency === undefined) return [];
  if (intervalMs === 'scrape') {
    const message = 'targets with `interval: scrape` have no latency histogram to tell it from';
    return [{ path: [...path, 'latency'], message, about: 'key' }];
  }
  if (bucketOf(latency.underMs, buckets) !== undefined) return [];
  const got = JSON.stringify(durationText(latency.underMs));
  const bounds = listed(buckets.map((seconds) => durationText(seconds * 1000)));
  const message = `got ${got}, want one of exposition.buckets, where runs are counted: ${bounds}`;
  return [problem([...path, 'latency', 'under'], message)];
}

/** The bound in seconds that a duration means, if it is one. */
export function bucketOf(ms: number, buckets: readonly number[]): number | undefined {
  return buckets.find((seconds) => Math.abs(seconds * 1000 - ms) <= ms * 1e-9);
}
