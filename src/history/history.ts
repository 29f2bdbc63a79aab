import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { lighter, weightOf } from './weight.ts';

/** A run that can still be looked at. */
export interface PastRun {
  readonly id: number;
  readonly job: Job;
  readonly result: Result;
}

/** The last runs in memory; failures outlive successes, so that one can still read why it rang last night. */
export interface History {
  add(this: void, job: Job, result: Result): void;
  /** Newest first. */
  all(this: void): readonly PastRun[];
}

export interface Limits {
  /** How many of the last runs, whatever came of them. */
  readonly runs: number;
  /** How many failures besides. */
  readonly failures: number;
  readonly bytes: number;
}

interface Kept extends PastRun {
  readonly weight: number;
}

export function createHistory(limits: Limits, nextId: () => number): History {
  const recent: Kept[] = [];
  const failures: Kept[] = [];
  let weight = 0;

  function keep(job: Job, result: Result): Kept {
    const whole = weightOf(result);
    const kept = whole <= limits.bytes ? result : lighter(result);
    return { id: nextId(), job, result: kept, weight: kept === result ? whole : weightOf(kept) };
  }

  /** Takes the oldest of the last runs away, or moves it to the failures. */
  function retire(): void {
    const oldest = recent.shift();
    if (oldest === undefined) return;
    if (oldest.result.outcome === 'failure') failures.push(oldest);
    else weight -= oldest.weight;
  }

  function forgetFailure(): void {
    weight -= failures.shift()?.weight ?? 0;
  }

  return {
    add(job, result) {
      if (limits.runs === 0) return;
      const run = keep(job, result);
      recent.push(run);
      weight += run.weight;
      while (recent.length > limits.runs) retire();
      while (failures.length > limits.failures) forgetFailure();
      // The newest stays in any case: without it nobody would know that there was a run.
      while (weight > limits.bytes && recent.length + failures.length > 1) {
        if (recent.length > 1) retire();
        if (weight > limits.bytes && failures.length > 0) forgetFailure();
      }
    },
    all: () =>
      [...failures, ...recent].reverse().map(({ id, job, result }) => ({ id, job, result })),
  };
}
