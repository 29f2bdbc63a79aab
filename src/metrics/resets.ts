import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { type Instant, instantOfMillis, isLater } from './instant.ts';
import type { MetricSpecs, Sample } from './metrics.ts';

/** Remembers a target's counters from run to run, to see when one starts again without saying so. */
export interface ResetMemory {
  /** The result with created timestamps that are true for every counter. */
  correct(this: void, job: Job, result: Result): Result;
  /** None were seen if there are none. */
  restarts(this: void): Restarts | undefined;
}

/** How often the counters of a target have started again while we looked. */
interface Restarts {
  /** Runs that saw it, of however many counters at once. */
  readonly count: number;
  /** When the last of them began, in Unix milliseconds. */
  readonly lastAtMs: number;
}

interface Seen {
  readonly value: number;
  readonly saidAt: Instant | undefined;
  /** The run that saw the value fall, until the target itself tells of a later start. */
  readonly resetAt: Instant | undefined;
}

// Most targets have no counter of their own, and there are many targets.
const NOTHING: ReadonlyMap<string, Seen> = new Map();

export function createResetMemory(): ResetMemory {
  let seen = NOTHING;
  let last = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.NEGATIVE_INFINITY };
  let restarts: Restarts | undefined;
  return {
    restarts: () => restarts,
    correct(job, result) {
      if (!haveCounters(job.metrics)) return result;
      // Of two runs that overlap nobody can say which read first: neither makes the other a reset.
      // One that lies wholly before the last came after it all the same: the clock was set back.
      const startMs = result.startedAtMs;
      const endMs = startMs + result.seconds * 1000;
      const overlaps = startMs + 1 < last.endMs && endMs > last.startMs;
      if (overlaps) return { ...result, samples: result.samples.map(asSeen(seen)) };
      last = { startMs, endMs };
      const failed = result.outcome === 'failure';
      // A failed run may lack series that are still there; a good one is the whole truth, so nothing piles up.
      const next = new Map(failed ? seen : undefined);
      let isRestart = false;
      const samples = result.samples.map((sample) => {
        if (job.metrics[sample.metric]?.type !== 'counter') return sample;
        const key = keyOf(sample);
        const before = seen.get(key);
        const now = judge(sample, before, startMs);
        isRestart ||= before !== undefined && hasStartedAgain(before, now);
        if (!failed || seen.has(key)) next.set(key, now);
        return { ...sample, createdAt: now.resetAt ?? now.saidAt };
      });
      seen = next;
      if (isRestart) restarts = { count: (restarts?.count ?? 0) + 1, lastAtMs: startMs };
      return { ...result, samples };
    },
  };
}

const known = new WeakMap<MetricSpecs, boolean>();

function haveCounters(metrics: MetricSpecs): boolean {
  const before = known.get(metrics);
  if (before !== undefined) return before;
  const have = Object.values(metrics).some(({ type }) => type === 'counter');
  known.set(metrics, have);
  return have;
}

function judge(sample: Sample, before: Seen | undefined, startedAtMs: number): Seen {
  const { value, createdAt } = sample;
  const fell = before !== undefined && value < before.value;
  const saidAt = !fell && wanders(before?.saidAt, createdAt) ? before?.saidAt : createdAt;
  const known = before?.resetAt ?? before?.saidAt;
  const saysNewer = saidAt !== undefined && (known === undefined || isLater(saidAt, known));
  if (saysNewer) return { value, saidAt, resetAt: undefined };
  return { value, saidAt, resetAt: fell ? instantOfMillis(startedAtMs) : before?.resetAt };
}

/** It fell, or tells of another start than before. That it now tells of one at all is no restart. */
function hasStartedAgain(before: Seen, now: Seen): boolean {
  const from = before.resetAt ?? before.saidAt;
  const to = now.resetAt ?? now.saidAt;
  if (now.value < before.value) return true;
  return from !== undefined && to !== undefined && isLater(to, from);
}

// A target that works its start out anew each time (now less uptime) says another fraction of a second each time. Taken
// at its word, every scrape would look like a restart.
const WANDER_SECONDS = 1;

function wanders(before: Instant | undefined, now: Instant | undefined): boolean {
  if (before === undefined || now === undefined) return false;
  const moved = now.seconds - before.seconds + (now.nanos - before.nanos) / 1e9;
  return Math.abs(moved) < WANDER_SECONDS;
}

function asSeen(seen: ReadonlyMap<string, Seen>): (sample: Sample) => Sample {
  return (sample) => {
    const { saidAt, resetAt } = seen.get(keyOf(sample)) ?? {};
    const { createdAt } = sample;
    if (wanders(saidAt, createdAt)) return { ...sample, createdAt: resetAt ?? saidAt };
    return resetAt === undefined || (createdAt !== undefined && isLater(createdAt, resetAt))
      ? sample
      : { ...sample, createdAt: resetAt };
  };
}

function keyOf({ metric, labels }: Sample): string {
  return JSON.stringify([metric, labels]);
}
