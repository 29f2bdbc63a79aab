import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import type { Family, Labels, MetricSpec, Sample, Series } from './metrics.ts';
import { type Head, startTable, type Table } from './table.ts';

/** One series with the family that it belongs to. */
export interface Entry {
  readonly head: Head;
  readonly series: Series;
}

const SUCCESS: Head = {
  name: 'probe_success',
  type: 'gauge',
  help: 'Whether the probe succeeded.',
};
const DURATION: Head = {
  name: 'probe_duration_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'How long the probe took.',
};
const TIMEOUT: Head = {
  name: 'probe_timeout_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'The deadline that the probe was given.',
};
const FAILURE: Head = {
  name: 'probe_failure_info',
  type: 'info',
  help: 'Why the probe failed and in which phase; absent when it succeeded.',
};

/** What one result exposes in both modes: labels of the job first, then those of the series. */
export function entriesOf(job: Job, result: Result): readonly Entry[] {
  const { labels } = job;
  const entries: Entry[] = [
    { head: SUCCESS, series: { labels, value: result.outcome === 'success' ? 1 : 0 } },
    { head: DURATION, series: { labels, value: result.seconds } },
    { head: TIMEOUT, series: { labels, value: result.timeoutSeconds } },
  ];
  if (result.phases.size > 0) {
    const head = phaseHead(job.probe.name);
    for (const [phase, value] of result.phases) {
      entries.push({ head, series: { labels: { ...labels, phase }, value } });
    }
  }
  for (const sample of result.samples) entries.push(sampleEntry(labels, job, sample));
  if (result.outcome === 'failure') {
    const { reason, phase = '' } = result;
    entries.push({ head: FAILURE, series: { labels: { ...labels, reason, phase }, value: 1 } });
  }
  return entries;
}

/** The families of results that are exposed once, as they were found. */
export function families(runs: Iterable<{ job: Job; result: Result }>): readonly Family[] {
  const table = startTable();
  for (const { job, result } of runs) addAll(table, entriesOf(job, result));
  return table.families();
}

export function addAll(table: Table, entries: Iterable<Entry>): void {
  for (const { head, series } of entries) table.add(head, series);
}

function phaseHead(probe: string): Head {
  return {
    name: `probe_${probe}_duration_seconds`,
    type: 'gauge',
    unit: 'seconds',
    help: 'How long each phase of the probe took.',
  };
}

function sampleEntry(labels: Labels, job: Job, sample: Sample): Entry {
  const spec = job.metrics[sample.metric];
  if (spec === undefined) throw new Error(`BUG: the sample ${sample.metric} is not declared`);
  const { value, createdAt } = sample;
  const series = { labels: withLabels(labels, sample.labels), value, createdAt };
  return { head: headOf(sample.metric, spec), series };
}

/** A label that the job has, too, is called what Prometheus would call it: `exported_module`. */
function withLabels(labels: Labels, own: Labels): Labels {
  const names = Object.keys(own);
  if (names.length === 0) return labels;
  const all: Record<string, string> = { ...labels };
  for (const name of names)
    all[Object.hasOwn(labels, name) ? `exported_${name}` : name] = own[name] ?? '';
  return all;
}

function headOf(name: string, { type, help, unit }: MetricSpec): Head {
  return { name, type, help, unit };
}
