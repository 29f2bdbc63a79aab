import type { Job } from './job.ts';
import type { Result } from './result.ts';

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

export function createHistory(limit: number, nextId: () => number): History {
  const recent: PastRun[] = [];
  const failures: PastRun[] = [];

  return {
    add(job, result) {
      if (limit === 0) return;
      recent.push({ id: nextId(), job, result });
      if (recent.length <= limit) return;
      const oldest = recent.shift();
      if (oldest?.result.outcome !== 'failure') return;
      failures.push(oldest);
      if (failures.length > limit) failures.shift();
    },
    all: () => [...failures, ...recent].reverse(),
  };
}
