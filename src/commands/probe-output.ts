import { runAccountOf } from '../account/tell.ts';
import type { Run } from '../engine.ts';
import { openmetrics } from '../exposition/openmetrics.ts';
import { familiesOf } from '../metrics/families.ts';
import { instantText } from '../metrics/instant.ts';
import { rowOf } from '../metrics/row.ts';
import { runLabels } from './run-labels.ts';

export const OUTPUTS = ['text', 'json', 'openmetrics'] as const;
export type Output = (typeof OUTPUTS)[number];

/** A line for programs: what `serve` would expose, and what its pages would show. */
export function jsonLine(run: Run): string {
  return `${JSON.stringify(plain(run))}\n`;
}

/** OpenMetrics wants each family in one piece, so this can only be written when all are there. */
export function exposition(runs: readonly Run[]): string {
  // Asked twice, a target still has one series of each name: the last run's.
  const distinct = new Map(runs.map((run) => [JSON.stringify(runLabels(run.job)), run])).values();
  const rows = Array.from(distinct, ({ job, result }) => rowOf(job, result, runLabels(job)));
  return [...openmetrics(familiesOf(rows), { created: true })].join('');
}

function plain(run: Run): object {
  const { job, result } = run;
  const { detail, log, spans, evidence } = runAccountOf({ id: 0, job, result });
  return {
    ...(job.name !== undefined && { name: job.name }),
    module: job.module,
    target: job.address,
    success: result.outcome === 'success',
    ...(result.outcome === 'failure' && {
      reason: result.reason,
      phase: result.phase,
      detail,
    }),
    started: new Date(result.startedAtMs).toISOString(),
    seconds: result.seconds,
    error_seconds: result.errorSeconds,
    phases: Object.fromEntries(result.phases),
    samples: result.samples.map(({ metric, labels, value, createdAt }) => ({
      metric,
      labels,
      value,
      ...(createdAt !== undefined && { created: Number(instantText(createdAt)) }),
    })),
    log: log.map(({ text }) => text),
    spans,
    evidence,
  };
}
