import type { FamilyType, MetricSpec } from '../metrics/metrics.ts';
import type { Module } from './config.ts';
import { type Problem, problem } from './problem.ts';

const EXPORTER = 'the exporter';

/** Metrics of one name from two modules must be of one kind, and no series may be named as another's. */
export function familyProblems(modules: Iterable<Module>): readonly Problem[] {
  const claims = new Map<string, Claim>();
  const claim = (name: string, claimed: Claim): Claim | undefined => {
    const names = seriesNames(name, claimed.type);
    const other = names
      .map((each) => claims.get(each))
      .find((each) => each && !isSame(each, claimed));
    if (other === undefined) for (const each of names) claims.set(each, claimed);
    return other;
  };
  for (const [name, type] of OWN_FAMILIES) claim(name, { name, type, owner: EXPORTER });
  const all = [...modules];
  for (const { probe } of all) {
    const name = `probe_${probe.name}_duration_seconds`;
    if (probe.phases.length > 0) claim(name, { name, type: 'gauge', owner: EXPORTER });
  }
  return all.flatMap((module) =>
    Object.entries(module.metrics).flatMap(([name, spec]) => {
      const message = faultOf(name, spec, module, claim);
      return message === undefined ? [] : [problem(['modules', module.name], message)];
    }),
  );
}

interface Claim {
  readonly name: string;
  readonly type: FamilyType;
  readonly unit?: string | undefined;
  readonly owner: string;
}

function faultOf(
  name: string,
  { type, unit }: MetricSpec,
  module: Module,
  claim: (name: string, claimed: Claim) => Claim | undefined,
): string | undefined {
  const prefix = OWN_PREFIXES.find((each) => name.startsWith(each));
  if (prefix !== undefined)
    return `the metric "${name}": names with "${prefix}" are the exporter's own`;
  const other = claim(name, { name, type, unit, owner: `module ${JSON.stringify(module.name)}` });
  if (other === undefined) return undefined;
  const mine = `the ${type} "${name}"`;
  const theirs = `the ${other.type} "${other.name}" of ${other.owner}`;
  const isKin = other.owner !== EXPORTER && other.type === type && other.name === name;
  const units = isKin ? ', which has another unit' : '';
  return `${mine} clashes with ${theirs}${units}`;
}

/** The exporter's own are nobody else's, whatever their type. */
function isSame(one: Claim, other: Claim): boolean {
  const isShared = one.owner !== EXPORTER || other.owner === EXPORTER;
  return isShared && one.name === other.name && one.type === other.type && one.unit === other.unit;
}

/** Every name that a family takes in any format: its own in OpenMetrics, and those of its series. */
function seriesNames(name: string, type: FamilyType): readonly string[] {
  switch (type) {
    case 'counter': {
      const family = name.replace(/_total$/, '');
      return [family, name, `${family}_created`];
    }
    case 'info':
      return [name.replace(/_info$/, ''), name];
    case 'histogram':
      return [name, ...['_bucket', '_sum', '_count', '_created'].map((suffix) => name + suffix)];
    case 'gauge':
    case 'stateset':
    case 'unknown':
      return [name];
    default:
      return type satisfies never;
  }
}

// Those that stand beside a probe's own on /probe or /metrics.
const OWN_FAMILIES: readonly (readonly [string, FamilyType])[] = [
  ['probe_success', 'gauge'],
  ['probe_duration_seconds', 'gauge'],
  ['probe_timeout_seconds', 'gauge'],
  ['probe_failure_info', 'info'],
  ['probe_last_run_timestamp_seconds', 'gauge'],
  ['probe_latency_seconds', 'histogram'],
  ['probe_runs_total', 'counter'],
  ['probe_failures_total', 'counter'],
  ['probe_own_trouble_total', 'counter'],
  ['probe_runs_skipped_total', 'counter'],
  ['probe_target_info', 'info'],
  ['probe_state', 'stateset'],
  // Prometheus adds this one to each scrape.
  ['up', 'gauge'],
];
const OWN_PREFIXES = [
  'synthetic_exporter_',
  'blackbox_exporter_',
  'blackbox_module_',
  'process_',
  'nodejs_',
  'promhttp_',
  'scrape_',
];
