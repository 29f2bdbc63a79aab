import type { Head } from './metrics.ts';

/** The families that every target has, whatever its probe. */

export const SUCCESS: Head = {
  name: 'probe_success',
  type: 'gauge',
  help: 'Whether the probe succeeded.',
};
export const DURATION: Head = {
  name: 'probe_duration_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'How long the probe took.',
};
export const TIMEOUT: Head = {
  name: 'probe_timeout_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'The deadline that the probe was given.',
};
export const FAILURE: Head = {
  name: 'probe_failure_info',
  type: 'info',
  help: 'Why the probe failed and in which phase; absent when it succeeded.',
};

// What only a listed target has.

export const STATE: Head = {
  name: 'probe_state',
  type: 'stateset',
  help: 'Whether the target is up; unknown before its first run and when the trouble is our own.',
};

// What only a schedule can tell.

export const LAST_RUN: Head = {
  name: 'probe_last_run_timestamp_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'When the last run started.',
};
export const LATENCY: Head = {
  name: 'probe_latency_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'How long the runs took.',
};
export const RUNS: Head = {
  name: 'probe_runs_total',
  type: 'counter',
  help: 'Runs that ended, by outcome.',
};
export const FAILURES: Head = {
  name: 'probe_failures_total',
  type: 'counter',
  help: 'Failed runs, by reason.',
};
export const OWN_TROUBLE: Head = {
  name: 'probe_own_trouble_total',
  type: 'counter',
  help: 'Failed runs that say nothing about the target, since the trouble was our own.',
};
export const SKIPPED: Head = {
  name: 'probe_runs_skipped_total',
  type: 'counter',
  help: 'Runs that were due and did not start, mostly because the one before still ran.',
};
export const TARGET: Head = {
  name: 'probe_target_info',
  type: 'info',
  help: 'How the target is probed.',
};

export const OWN_HEADS: readonly Head[] = [
  SUCCESS,
  DURATION,
  TIMEOUT,
  FAILURE,
  STATE,
  LAST_RUN,
  LATENCY,
  RUNS,
  FAILURES,
  OWN_TROUBLE,
  SKIPPED,
  TARGET,
];
