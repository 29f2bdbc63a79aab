import type { Reason } from './failure.ts';
import type { Sample } from './metrics/metrics.ts';

interface Run {
  /** Unix milliseconds, by the machine's clock. */
  readonly startedAtMs: number;
  readonly seconds: number;
  /** By how much its times may be too long, since this process was busy with other things as well. */
  readonly errorSeconds: number;
  /** The deadline that this run was given. */
  readonly timeoutSeconds: number;
  /** Seconds by phase, in the order in which they were entered. */
  readonly phases: ReadonlyMap<string, number>;
  readonly samples: readonly Sample[];
  readonly log: readonly LogLine[];
}

/** What the probe said along the way. */
export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

export type Success = Run & { readonly outcome: 'success' };

export type Failure = Run & {
  readonly outcome: 'failure';
  readonly reason: Reason;
  readonly phase: string | undefined;
  /** For people: never a label value. */
  readonly detail: string;
  /** Says nothing about the target: the prober itself could not do its work. */
  readonly ownTrouble: boolean;
  /** The guard refused the target itself, before anything was reached. */
  readonly refusedByGuard: boolean;
};

export type Result = Success | Failure;
