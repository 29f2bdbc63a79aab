import type { Plan } from './plan.ts';

/** What a plan must not exceed. */
export interface Limit extends Measure {
  readonly most: number;
}

interface Measure {
  /** As its flag is called. */
  readonly name: string;
  readonly unit: string;
  of(this: void, plan: Plan): number;
}

export const LIMITS = [
  {
    name: 'max-series',
    unit: 'series',
    // What Prometheus has to take if it does not know created timestamps.
    of: ({ size }: Plan) => size.series + size.createdSeries,
  },
  { name: 'max-cores', unit: 'cores', of: ({ needs }: Plan) => needs.cores },
  { name: 'max-memory', unit: 'MB of memory', of: ({ needs }: Plan) => needs.memoryBytes / 1e6 },
  {
    name: 'max-host-requests',
    unit: 'requests per minute to one host',
    of: ({ hosts }: Plan) => hosts.most[0]?.requestsPerMinute ?? 0,
  },
] as const satisfies readonly Measure[];

/** A line for people for each limit that the plan exceeds. */
export function exceeded(plan: Plan, limits: readonly Limit[]): readonly string[] {
  return limits.flatMap(({ name, unit, most, of }) => {
    const value = of(plan);
    if (value <= most) return [];
    return [`got ${Number(value.toPrecision(6))} ${unit}, want at most ${most} (--${name})`];
  });
}
