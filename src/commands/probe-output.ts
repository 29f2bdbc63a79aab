import { openmetrics } from '../exposition/openmetrics.ts';
import type { Job } from '../job.ts';
import { familiesOf } from '../metrics/families.ts';
import { instantText } from '../metrics/instant.ts';
import { rowOf } from '../metrics/row.ts';
import type { Result } from '../result.ts';

export const OUTPUTS = ['text', 'json', 'openmetrics'] as const;
export type Output = (typeof OUTPUTS)[number];

interface Run {
  readonly job: Job;
  readonly result: Result;
}

/** What is printed of each run as soon as it is there. */
export function printOne(run: Run, output: Output): string {
  if (output === 'text') return explanation(run);
  return output === 'json' ? `${JSON.stringify(plain(run))}\n` : '';
}

/** What can only be printed when all are there: OpenMetrics wants each family in one piece. */
export function printAll(runs: readonly Run[], output: Output): string {
  if (output !== 'openmetrics') return '';
  // Asked twice, a target still has one series of each name: the last run's.
  const distinct = new Map(runs.map((run) => [run.job.address, run])).values();
  const rows = Array.from(distinct, ({ job, result }) =>
    rowOf(job, result, { module: job.module, instance: job.address }),
  );
  return [...openmetrics(familiesOf(rows), { created: true })].join('');
}

function explanation({ job, result }: Run): string {
  const phases = [...result.phases].map(([phase, seconds]) => `${phase} ${milliseconds(seconds)}`);
  const times = `${milliseconds(result.seconds)}${phases.length > 0 ? ` (${phases.join(', ')})` : ''}`;
  const about = `${job.module} ${job.address}`;
  if (result.outcome === 'success') return `up    ${about}  ${times}\n`;
  const { reason, phase, detail, ownTrouble } = result;
  const where = phase === undefined ? '' : ` in ${phase}`;
  return `${ownTrouble ? '?   ' : 'DOWN'}  ${about}  ${times}\n      ${reason}${where}: ${printable(detail)}\n`;
}

/** What a target said must not move the cursor. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (one) => JSON.stringify(one).slice(1, -1));
}

function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

function plain({ job, result }: Run): object {
  return {
    module: job.module,
    target: job.address,
    success: result.outcome === 'success',
    ...(result.outcome === 'failure' && {
      reason: result.reason,
      phase: result.phase,
      detail: result.detail,
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
    log: result.log.map(({ text }) => text),
  };
}
