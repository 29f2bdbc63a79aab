import type { Config } from '../config/config.ts';
import type { Target } from '../engine.ts';
import type { Change } from '../history/changes.ts';
import type { PastRun } from '../history/history.ts';
import type { Job } from '../job.ts';
import { instantText } from '../metrics/instant.ts';
import type { Sample } from '../metrics/metrics.ts';
import type { Result } from '../result.ts';
import { stateAfter } from '../state.ts';
import { secretsSaidIn, tellEvidence } from './evidence.ts';
import { visible } from './readable.ts';
import { type Redact, redactorOf } from './redact.ts';
import type { RunAccount, Story } from './story.ts';
import { summaryOf, whyOf } from './summarize.ts';

export function storyOf(target: Target, config: Config, nowMs: number): Story {
  const { job, chronicle, resets } = target;
  const restarts = resets.restarts();
  return {
    ...summaryOf(target, nowMs),
    timeoutSeconds: job.timeoutMs / 1000,
    settings: config.shownModules.get(job.module) ?? '',
    runs: chronicle.runs.all().map(runAccountOf),
    changes: tellChanges(target, chronicle.changes.all()),
    ...(restarts !== undefined && { restarts }),
  };
}

/** What a run told apart from its settings, such as a token, the runs after it most likely told as well. */
export function tellChanges(
  { job, chronicle: { runs } }: Target,
  changes: readonly Change[],
): Story['changes'] {
  const redact = redactorOf(job, new Set(runs.all().flatMap(({ result }) => result.secrets)));
  return changes.map(({ detail, ...change }) => ({
    ...change,
    ...(detail !== undefined && { detail: visible(redact(detail, { isCut: true })) }),
  }));
}

interface Saying {
  readonly result: Pick<Result, 'secrets' | 'evidence'>;
}

/** Masks also what the run itself found and said. */
export function redactorOfRun({ job, result }: Pick<PastRun, 'job'> & Saying): Redact {
  return redactorOf(job, [...result.secrets, ...secretsSaidIn(result.evidence)]);
}

export function runAccountOf({ id, job, result }: PastRun): RunAccount {
  const { startedAtMs, seconds, errorSeconds, timeoutSeconds, spans, evidence, log } = result;
  const redact = redactorOfRun({ job, result });
  const shown = (text: string): string => visible(redact(text));
  return {
    id,
    state: stateAfter(result),
    startedAtMs,
    seconds,
    errorSeconds,
    timeoutSeconds,
    ...(result.outcome === 'failure' && whyOf(job, result)),
    spans: spans.map(({ phase, about, start, seconds }) => ({
      phase,
      ...(about !== undefined && { about: shown(about) }),
      start,
      seconds,
    })),
    evidence: [...tellEvidence(evidence, redact)],
    log: log.map(({ atMs, text }) => ({ atMs, text: shown(text) })),
    samples: result.samples.map((sample) => tellSample(job, sample, shown)),
  };
}

function tellSample(
  job: Job,
  sample: Sample,
  shown: (text: string) => string,
): RunAccount['samples'][number] {
  const { metric, labels, value, createdAt } = sample;
  const { type = 'gauge', help = '', unit } = job.metrics[metric] ?? {};
  return {
    metric,
    type,
    help,
    ...(unit !== undefined && { unit }),
    labels: Object.fromEntries(Object.entries(labels).map(([name, text]) => [name, shown(text)])),
    value: Number.isFinite(value) ? value : nonFinite(value),
    ...(createdAt !== undefined && { createdSeconds: Number(instantText(createdAt)) }),
  };
}

/** JSON has no word for them. */
function nonFinite(value: number): 'NaN' | '+Inf' | '-Inf' {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}
