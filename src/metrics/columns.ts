import type { Job } from '../job.ts';
import type { Probe } from '../probe.ts';
import type { Head, Labels, MetricSpec, MetricSpecs } from './metrics.ts';
import { OWN_HEADS } from './own-heads.ts';

/** Every family that a module's targets may expose: known before the first run, and made once. */
export interface Columns {
  /** Sorted by name, as they are shown. */
  readonly heads: readonly Head[];
  /** Where each of them stands. */
  readonly places: ReadonlyMap<string, number>;
  /** Nothing in each of them: copied far faster than made. */
  readonly empty: readonly undefined[];
  /** The name of the family that holds the probe's phases. */
  readonly phaseHead: string;
  /** The labels of each phase. */
  readonly phases: ReadonlyMap<string, Labels>;
}

// Two probes may share their metrics, and two modules of one probe may have metrics of their own.
const known = new WeakMap<MetricSpecs, WeakMap<Probe, Columns>>();

export function columnsOf({ metrics, probe }: Pick<Job, 'metrics' | 'probe'>): Columns {
  const ofMetrics = known.get(metrics);
  const columns = ofMetrics?.get(probe);
  if (columns !== undefined) return columns;
  const made = makeColumns(metrics, probe);
  if (ofMetrics === undefined) known.set(metrics, new WeakMap([[probe, made]]));
  else ofMetrics.set(probe, made);
  return made;
}

function makeColumns(metrics: MetricSpecs, { name, phases }: Probe): Columns {
  const phaseHead = `probe_${name}_duration_seconds`;
  const heads = new Map<string, Head>();
  for (const [metric, spec] of Object.entries(metrics)) heads.set(metric, headOf(metric, spec));
  heads.set(phaseHead, {
    name: phaseHead,
    type: 'gauge',
    unit: 'seconds',
    help: 'How long each phase of the probe took.',
  });
  for (const head of OWN_HEADS) heads.set(head.name, head);
  const sorted = [...heads.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    heads: sorted,
    empty: sorted.map(() => undefined),
    places: new Map(sorted.map((head, place) => [head.name, place])),
    phaseHead,
    phases: new Map(phases.map((phase) => [phase, { phase }])),
  };
}

function headOf(name: string, { type, help, unit }: MetricSpec): Head {
  return { name, type, help, unit };
}
