import type { Target } from '../engine.ts';
import type { Point } from '../history/trail.ts';
import type { Result } from '../result.ts';
import type { Summary } from './summary.ts';

/** What there is to say of a target without looking at its runs one by one: cheap enough for all of them. */
export type Sight = Pick<
  Summary,
  'name' | 'state' | 'lastRunAtMs' | 'seconds' | 'certificateExpiresAtMs'
>;

export function sightOf(target: Target, nowMs: number): Sight {
  const { listed, chronicle } = target;
  const last = chronicle.trail.last();
  const [newest] = chronicle.runs.all();
  const expiry = newest && certificateExpiry(newest.result);
  return {
    name: listed.name,
    state: stateOf(target, last, nowMs),
    ...(last !== undefined && { lastRunAtMs: last.startedAtMs, seconds: last.seconds }),
    ...(expiry !== undefined && { certificateExpiresAtMs: expiry }),
  };
}

export function summaryOf(target: Target, nowMs: number): Summary {
  const { listed, job, chronicle } = target;
  const [change] = chronicle.changes();
  const result = chronicle.runs.all()[0]?.result;
  return {
    ...sightOf(target, nowMs),
    module: job.module,
    prober: job.probe.name,
    address: job.address,
    interval: listed.intervalMs === 'scrape' ? 'scrape' : listed.intervalMs / 1000,
    labels: { ...listed.labels },
    ...(change !== undefined && { sinceMs: change.atMs }),
    ...(result?.outcome === 'failure' && whyOf(result)),
    trail: [...chronicle.trail.points()],
  };
}

export function whyOf({
  reason,
  phase,
  detail,
}: Extract<Result, { outcome: 'failure' }>): Pick<Summary, 'reason' | 'phase' | 'detail'> {
  return { reason, detail, ...(phase !== undefined && { phase }) };
}

// A run may come late, or wait for a free place.
const INTERVALS_LATE = 2.5;
// Longer than any sensible scrape interval: nobody asks any more.
const UNASKED_MS = 5 * 60_000;

function stateOf(
  { listed, job }: Target,
  last: Point | undefined,
  nowMs: number,
): Summary['state'] {
  if (last === undefined) return 'unknown';
  const { intervalMs } = listed;
  const patienceMs = intervalMs === 'scrape' ? UNASKED_MS : intervalMs * INTERVALS_LATE;
  if (nowMs - last.startedAtMs > patienceMs + job.timeoutMs) return 'stale';
  return last.state;
}

// What every probe that speaks TLS says, whatever it is.
const EXPIRY = 'probe_ssl_earliest_cert_expiry';

function certificateExpiry({ samples }: Result): number | undefined {
  const sample = samples.find(({ metric }) => metric === EXPIRY);
  return sample === undefined ? undefined : sample.value * 1000;
}
