import type { Config } from '../config/config.ts';
import type { Target } from '../engine.ts';
import type { PastRun } from '../history/history.ts';
import { stateAfter } from '../history/state.ts';
import type { Job } from '../job.ts';
import { instantText } from '../metrics/instant.ts';
import type { Sample } from '../metrics/metrics.ts';
import { tellEvidence } from './evidence.ts';
import type { RunAccount, Story } from './story.ts';
import { summaryOf, whyOf } from './summarize.ts';

export function storyOf(target: Target, config: Config, nowMs: number): Story {
  const { job, chronicle } = target;
  return {
    ...summaryOf(target, nowMs),
    timeoutSeconds: job.timeoutMs / 1000,
    settings: config.shownModules.get(job.module) ?? '',
    runs: chronicle.runs.all().map(runAccountOf),
    changes: [...chronicle.changes()],
  };
}

export function runAccountOf({ id, job, result }: PastRun): RunAccount {
  const { startedAtMs, seconds, errorSeconds, timeoutSeconds, spans, evidence, log } = result;
  return {
    id,
    state: stateAfter(result),
    startedAtMs,
    seconds,
    errorSeconds,
    timeoutSeconds,
    ...(result.outcome === 'failure' && whyOf(result)),
    spans: spans.map(({ phase, about, start, seconds }) => ({
      phase,
      ...(about !== undefined && { about }),
      start,
      seconds,
    })),
    evidence: evidence.map(tellEvidence),
    log: [...log],
    samples: result.samples.map((sample) => tellSample(job, sample)),
  };
}

function tellSample(job: Job, sample: Sample): RunAccount['samples'][number] {
  const { metric, labels, value, createdAt } = sample;
  const { type = 'gauge', help = '', unit } = job.metrics[metric] ?? {};
  return {
    metric,
    type,
    help,
    ...(unit !== undefined && { unit }),
    labels: { ...labels },
    value: Number.isFinite(value) ? value : nonFinite(value),
    ...(createdAt !== undefined && { createdSeconds: Number(instantText(createdAt)) }),
  };
}

/** JSON has no word for them. */
function nonFinite(value: number): 'NaN' | '+Inf' | '-Inf' {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
