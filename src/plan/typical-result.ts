import type { ListedTarget } from '../config/config.ts';
import type { Job } from '../job.ts';
import type { MetricSpec, Sample } from '../metrics/metrics.ts';
import { tlsMetrics } from '../net/tls-facts.ts';
import type { Success } from '../result.ts';
import { speaksTls } from './speaks-tls.ts';

/**
 * What a healthy run exposes, as far as one can tell without it: each phase, and each declared metric once, with values
 * and labels about as long as real ones. What belongs to TLS is there only if it is spoken.
 */
export function typicalResult(job: Job, listed: ListedTarget): Success {
  const tls = speaksTls(listed);
  const belongs = (isOfTls: boolean): boolean => tls || !isOfTls;
  const phases = job.probe.phases.filter((phase) => belongs(phase === 'tls'));
  const metrics = Object.entries(job.metrics).filter(
    ([name, spec]) => belongs(Object.hasOwn(tlsMetrics, name)) && !isEmptyInfo(spec),
  );
  return {
    outcome: 'success',
    startedAtMs: TIME * 1000 + 123,
    seconds: SECONDS,
    errorSeconds: SECONDS,
    timeoutSeconds: job.timeoutMs / 1000,
    phases: new Map(phases.map((phase) => [phase, SECONDS])),
    spans: [],
    evidence: [],
    secrets: [],
    samples: metrics.flatMap(([name, spec]) => typicalSamples(name, spec)),
    log: [],
  };
}

const TIME = 1_767_225_600;
const SECONDS = 0.001234567;
// Certificates have longer ones, states and versions shorter.
const LABEL = 'x'.repeat(30);

/** An info that nobody gave labels has nothing to say, and is not exposed. */
function isEmptyInfo({ type, labels = [] }: MetricSpec): boolean {
  return type === 'info' && labels.length === 0;
}

// Who gives a gauge or counter labels wants several of it; nobody knows how many before.
const SERIES_OF_LABELS = 3;

function typicalSamples(metric: string, { type, labels = [] }: MetricSpec): readonly Sample[] {
  const length = type === 'info' || labels.length === 0 ? 1 : SERIES_OF_LABELS;
  return Array.from({ length }, (_, index) => ({
    metric,
    value: typicalValue(metric, type),
    labels: Object.fromEntries(labels.map((name) => [name, `${LABEL}${index}`])),
    createdAt: type === 'counter' ? { seconds: TIME, nanos: 123_456_000 } : undefined,
  }));
}

function typicalValue(metric: string, type: MetricSpec['type']): number {
  if (type === 'info') return 1;
  if (type === 'counter' || /timestamp|expiry|hash/.test(metric)) return TIME;
  return metric.endsWith('_seconds') ? SECONDS : 200;
}
