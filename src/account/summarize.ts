import type { Target } from '../engine.ts';
import type { Chronicle } from '../history/chronicle.ts';
import type { Job } from '../job.ts';
import type { Failure } from '../result.ts';
import { visible } from './readable.ts';
import { redactorOf } from './redact.ts';
import type { Summary } from './summary.ts';

/** What there is to say of a target without looking at its runs one by one: cheap enough for all of them. */
export type Sight = Pick<
  Summary,
  'name' | 'state' | 'sinceMs' | 'lastRunAtMs' | 'seconds' | 'certificateExpiresAtMs'
>;

export function sightOf(target: Target, nowMs: number): Sight {
  const { listed, chronicle } = target;
  const last = chronicle.trail.lastRun();
  const sinceMs = chronicle.changes.sinceMs();
  const expiry = chronicle.certificateExpiresAtMs;
  return {
    name: listed.name,
    state: stateOf(target, nowMs),
    ...(sinceMs !== undefined && { sinceMs }),
    ...(last !== undefined && { lastRunAtMs: last.startedAtMs, seconds: last.seconds }),
    ...(expiry !== undefined && { certificateExpiresAtMs: expiry }),
  };
}

export function summaryOf(target: Target, nowMs: number): Summary {
  return {
    ...unseen(target),
    ...sightOf(target, nowMs),
    ...lastFailure(target.chronicle),
    trail: [...target.chronicle.trail.points()],
  };
}

/** What the configuration says of it: all that there is if nobody can be asked what became of it. */
export function unseen({ listed, job }: Pick<Target, 'listed' | 'job'>): Summary {
  return {
    name: listed.name,
    module: job.module,
    prober: job.probe.name,
    address: job.address,
    interval: listed.intervalMs === 'scrape' ? 'scrape' : listed.intervalMs / 1000,
    labels: { ...listed.labels },
    state: 'unknown',
    trail: [],
  };
}

/** The trail knows of every run why it failed; what it said, the run itself, as long as there is room for it. */
function lastFailure({ trail, runs }: Chronicle): Pick<Summary, 'reason' | 'phase' | 'detail'> {
  const last = trail.lastRun();
  if (last?.reason === undefined) return {};
  const [newest] = runs.all();
  const isSame = newest?.result.startedAtMs === last.startedAtMs;
  if (isSame && newest.result.outcome === 'failure') return whyOf(newest.job, newest.result);
  return { reason: last.reason, ...(last.phase !== undefined && { phase: last.phase }) };
}

export function whyOf(
  job: Job,
  { reason, phase, detail, secrets }: Failure,
): Pick<Summary, 'reason' | 'phase' | 'detail'> {
  const told = visible(redactorOf(job, secrets)(detail));
  return { reason, detail: told, ...(phase !== undefined && { phase }) };
}

// A run may come late, or wait for a free place.
const INTERVALS_LATE = 2.5;
// Longer than any sensible scrape interval: nobody asks any more.
const UNASKED_MS = 5 * 60_000;

function stateOf({ listed, job, chronicle }: Target, nowMs: number): Summary['state'] {
  const last = chronicle.trail.last();
  if (last === undefined) return 'unknown';
  const { intervalMs } = listed;
  const patienceMs = intervalMs === 'scrape' ? UNASKED_MS : intervalMs * INTERVALS_LATE;
  if (nowMs - last.startedAtMs > patienceMs + job.timeoutMs) return 'stale';
  return last.state;
}
