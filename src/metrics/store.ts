import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { instantOfMillis } from './instant.ts';
import { type Memory, startMemory, withResult, withSkipped } from './memory.ts';
import type { Row } from './row.ts';

/** Scheduled mode's memory, by target. */
export interface Store {
  /** Makes these the targets. What is gone is forgotten, what is unchanged keeps its counters and their start. */
  set(this: void, members: readonly Member[]): void;
  /** A result that comes after its target was forgotten or changed is dropped. */
  record(this: void, member: Member, result: Result): void;
  skipped(this: void, member: Member, runs: number): void;
  /** Each target as it is at this moment. */
  rows(this: void): readonly Row[];
}

export interface Member {
  readonly name: string;
  /** Changes with the target's settings: then its counters start again. */
  readonly identity: string;
  readonly job: Job;
  /** As `probe_target_info` shows it. */
  readonly interval: string;
  /** Upper bounds of the latency histogram. */
  readonly buckets: readonly number[];
}

export function createStore(now: () => number): Store {
  const memories = new Map<string, { readonly identity: string; memory: Memory }>();

  function keptOf({ name, identity }: Member): { memory: Memory } | undefined {
    const known = memories.get(name);
    return known?.identity === identity ? known : undefined;
  }

  function remember({ name, identity, job, interval, buckets }: Member): void {
    const memory = startMemory(job, interval, buckets, instantOfMillis(now()));
    memories.set(name, { identity, memory });
  }

  return {
    set(members) {
      const names = new Set(members.map(({ name }) => name));
      for (const name of memories.keys()) if (!names.has(name)) memories.delete(name);
      for (const member of members) if (keptOf(member) === undefined) remember(member);
    },
    record(member, result) {
      const kept = keptOf(member);
      if (kept !== undefined) kept.memory = withResult(kept.memory, result);
    },
    skipped(member, runs) {
      const kept = keptOf(member);
      if (kept !== undefined) kept.memory = withSkipped(kept.memory, runs);
    },
    rows: () => Array.from(memories.values(), ({ memory }) => memory.row),
  };
}
