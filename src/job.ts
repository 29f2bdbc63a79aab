import type { Labels, MetricSpecs } from './metrics/metrics.ts';
import type { Probe } from './probe.ts';

/** Module, target, timeout and labels, ready to run. Never changes. */
export interface Job {
  /** What makes two jobs the same: module, its settings, target, `hostname`. Runs of one key may be shared. */
  readonly key: string;
  /** The listed target's name; none for a target that came with a request. */
  readonly name: string | undefined;
  readonly module: string;
  readonly probe: Probe;
  readonly config: unknown;
  readonly target: unknown;
  /** The target as it was written, without credentials. */
  readonly address: string;
  readonly metrics: MetricSpecs;
  /** What the request put in place of the host in the target, towards a probe that has a use for it. */
  readonly hostname?: string;
  readonly timeoutMs: number;
  /** Asked for names; those of the machine if there are none. */
  readonly nameServers: readonly string[];
  /** What every series of this job carries on `/metrics`; none for a target that came with a request. */
  readonly labels: Labels;
}
