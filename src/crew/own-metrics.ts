import { instantOfMillis } from '../metrics/instant.ts';
import type { Family } from '../metrics/metrics.ts';
import type { CrewState } from './topics.ts';

// Facts about the whole: one series, as alerts that people already have expect it.
const SINGLE: ReadonlySet<string> = new Set([
  'synthetic_exporter_build_info',
  'blackbox_exporter_build_info',
  'synthetic_exporter_shards',
]);
const DISCOVERY = 'synthetic_exporter_discovery_';
const LAST_RELOAD = /^(?:synthetic|blackbox)_exporter_config_last_reload_success/;

/** Whether only the worker that is asked shows it. */
export function isSingle({ name }: Family): boolean {
  return SINGLE.has(name) || name.startsWith(DISCOVERY) || LAST_RELOAD.test(name);
}

/** A worker's own metrics say which worker it is; what is a fact about the whole comes from the primary. */
export function ofWorker(family: Family, index: number, { reload }: CrewState): Family {
  if (!isSingle(family)) {
    const worker = String(index);
    const series = [...family.series].map((one) => ({
      ...one,
      labels: { ...one.labels, worker },
    }));
    return { ...family, series };
  }
  if (!LAST_RELOAD.test(family.name)) return family;
  const value = family.name.endsWith('_seconds')
    ? reload.lastGoodAtMs / 1000
    : Number(reload.wasGood);
  return { ...family, series: [{ labels: {}, value }] };
}

/** Said of every exposition, since every one may lack something. */
export function missingFamily(missing: number): Family {
  return {
    name: 'synthetic_exporter_workers_missing',
    type: 'gauge',
    help: 'Workers that did not answer in time: what they probe is missing here, or some of it.',
    series: [{ labels: {}, value: missing }],
  };
}

export function crewFamilies({ startedAtMs, restarts }: CrewState): readonly Family[] {
  const createdAt = instantOfMillis(startedAtMs);
  return [
    {
      name: 'synthetic_exporter_workers',
      type: 'gauge',
      help: 'How many processes divide the work.',
      series: [{ labels: {}, value: restarts.length }],
    },
    {
      name: 'synthetic_exporter_worker_restarts_total',
      type: 'counter',
      help: 'Workers that ended without being told to, and were replaced.',
      series: restarts.map((value, worker) => {
        return { labels: { worker: String(worker) }, value, createdAt };
      }),
    },
  ];
}
