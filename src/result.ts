import type { Evidence } from './evidence.ts';
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
  /** Each stretch by itself: a run that follows a redirect goes through most phases again. */
  readonly spans: readonly Span[];
  readonly samples: readonly Sample[];
  readonly log: readonly LogLine[];
  readonly evidence: readonly Evidence[];
  /** What the probe said must never be shown, wherever in the above it stands. */
  readonly secrets: readonly string[];
}

/** A phase from when it was entered to when it was left. */
export interface Span {
  readonly phase: string;
  /** What was done in it, for people. */
  readonly about: string | undefined;
  /** Seconds since the start of the run. */
  readonly start: number;
  readonly seconds: number;
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
