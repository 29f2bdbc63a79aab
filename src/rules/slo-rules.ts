import type { Config } from '../config/config.ts';
import { type Counts, failedRuns, slowness, unavailability } from './bad-runs.ts';
import { burnAlerts, WINDOWS } from './burn.ts';
import { type Keeper, keepersOf } from './keepers.ts';
import type { RecordingRule, RuleGroup } from './rule.ts';

/** What Prometheus needs to hold targets to what they promise; nothing if none promises anything. */
export function sloRules({ targets, exposition }: Config): readonly RuleGroup[] {
  const keepers = keepersOf(targets);
  if (keepers.length === 0) return [];
  return [
    {
      name: 'synthetic-slo-objectives',
      rules: [...keepers.flatMap(objectives), ...failedRuns(keepers)],
    },
    ...WINDOWS.map((window) => windowGroup(keepers, exposition.buckets, window)),
    { name: 'synthetic-slo-budget', interval: PATIENT, rules: BUDGET },
    { name: 'synthetic-slo-alerts', rules: burnAlerts() },
  ];
}

// Long windows cost much and change little. Prometheus takes what is older than five minutes for gone.
const PATIENT = '2m';
const LONG: readonly string[] = ['6h', '1d', '3d'];

function objectives({ name, slo: { availability, latency } }: Keeper): readonly RecordingRule[] {
  const target = name.toWellFormed();
  return [
    ...(availability === undefined ? [] : [objective(target, 'availability', availability)]),
    ...(latency === undefined ? [] : [objective(target, 'latency', latency.ratio)]),
  ];
}

function objective(target: string, slo: string, ratio: number): RecordingRule {
  return {
    record: 'synthetic:slo_objective:ratio',
    expr: `vector(${ratio})`,
    labels: { target, slo },
  };
}

function windowGroup(
  keepers: readonly Keeper[],
  buckets: readonly number[],
  window: string,
): RuleGroup {
  return {
    name: `synthetic-slo-${window}`,
    ...(LONG.includes(window) && { interval: PATIENT }),
    rules: [
      ...counting(unavailability(keepers, window), 'availability', window),
      ...counting(slowness(keepers, buckets, window), 'latency', window),
      {
        record: `synthetic:slo_errors:ratio_rate${window}`,
        expr: `synthetic:slo_bad_runs:increase${window} / (synthetic:slo_runs:increase${window} > 0)`,
      },
    ],
  };
}

function counting(
  counts: Counts | undefined,
  slo: string,
  window: string,
): readonly RecordingRule[] {
  if (counts === undefined) return [];
  const labels = { slo };
  return [
    { record: `synthetic:slo_runs:increase${window}`, expr: counts.runs, labels },
    { record: `synthetic:slo_bad_runs:increase${window}`, expr: counts.bad, labels },
  ];
}

// Thirty days of raw samples would be read anew each time, so the sums of five minutes are added up.
const BUDGET: readonly RecordingRule[] = [
  {
    record: 'synthetic:slo_errors:ratio_rate30d',
    expr: `sum_over_time(synthetic:slo_bad_runs:increase5m[30d:5m])
  / (sum_over_time(synthetic:slo_runs:increase5m[30d:5m]) > 0)`,
  },
  {
    record: 'synthetic:slo_error_budget_remaining:ratio',
    expr: `1 - synthetic:slo_errors:ratio_rate30d
  / on (target, slo) group_left () (1 - synthetic:slo_objective:ratio)`,
  },
];
