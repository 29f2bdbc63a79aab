import { bucketOf } from '../config/slo.ts';
import { boundText } from '../exposition/numbers.ts';
import type { Keeper } from './keepers.ts';
import type { RecordingRule } from './rule.ts';
import { oneOf } from './selector.ts';

/** Within a window such as `5m`: how many runs there were, and how many of them were bad. */
export interface Counts {
  readonly runs: string;
  readonly bad: string;
}

const FAILED_RUNS = 'synthetic:slo_failed_runs:total';

/**
 * A counter of failed runs without those of our own trouble, which count as runs and not as bad ones. Taken off before
 * anything is counted over time: their counter appears with the first of them, which `increase` would not see.
 */
export function failedRuns(keepers: readonly Keeper[]): readonly RecordingRule[] {
  const scheduled = keepers.filter((keeper) => isAvailable(keeper) && !isOnScrape(keeper));
  if (scheduled.length === 0) return [];
  const which = targets(scheduled);
  const failed = `sum without (outcome) (probe_runs_total{${which},outcome="failure"})`;
  const own = `probe_own_trouble_total{${which}}`;
  return [{ record: FAILED_RUNS, expr: `${failed}\n  - ${own}\nor ${failed}` }];
}

/** Undefined if no target promises to be there. */
export function unavailability(keepers: readonly Keeper[], window: string): Counts | undefined {
  const promising = keepers.filter(isAvailable);
  const scheduled = promising.filter((keeper) => !isOnScrape(keeper));
  return joined([
    scheduledFailures(scheduled, window),
    onScrapeFailures(promising.filter(isOnScrape), window),
  ]);
}

/** Undefined if no target promises to be fast. */
export function slowness(
  keepers: readonly Keeper[],
  buckets: readonly number[],
  window: string,
): Counts | undefined {
  return joined(
    buckets.map((bucket) => {
      const promising = keepers.filter(
        ({ slo: { latency } }) =>
          latency !== undefined && bucketOf(latency.underMs, buckets) === bucket,
      );
      return slowRuns(promising, boundText(bucket), window);
    }),
  );
}

function scheduledFailures(keepers: readonly Keeper[], window: string): Counts | undefined {
  if (keepers.length === 0) return undefined;
  return {
    runs: `sum without (outcome) (increase(probe_runs_total{${targets(keepers)}}[${window}]))`,
    bad: `increase(${FAILED_RUNS}[${window}])`,
  };
}

/** Without counters: every scrape left a sample. */
function onScrapeFailures(keepers: readonly Keeper[], window: string): Counts | undefined {
  if (keepers.length === 0) return undefined;
  const which = targets(keepers);
  return {
    runs: `count_over_time(probe_success{${which}}[${window}])`,
    bad: `sum without (probe_state) (sum_over_time(probe_state{${which},probe_state="down"}[${window}]))`,
  };
}

function slowRuns(keepers: readonly Keeper[], bound: string, window: string): Counts | undefined {
  if (keepers.length === 0) return undefined;
  const which = targets(keepers);
  const runs = `increase(probe_latency_seconds_count{${which}}[${window}])`;
  const fast = `increase(probe_latency_seconds_bucket{${which},le="${bound}"}[${window}])`;
  return { runs, bad: `${runs}\n  - ignoring (le) ${fast}` };
}

function isAvailable({ slo }: Keeper): boolean {
  return slo.availability !== undefined;
}

function isOnScrape({ intervalMs }: Keeper): boolean {
  return intervalMs === 'scrape';
}

function targets(keepers: readonly Keeper[]): string {
  return oneOf(
    'target',
    keepers.map(({ name }) => name),
  );
}

function joined(parts: readonly (Counts | undefined)[]): Counts | undefined {
  const present = parts.filter((part) => part !== undefined);
  if (present.length === 0) return undefined;
  return {
    runs: present.map(({ runs }) => runs).join('\nor\n'),
    bad: present.map(({ bad }) => bad).join('\nor\n'),
  };
}
