import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { instantOfMillis } from './instant.ts';
import { type Memory, startMemory, withResult, withSkipped } from './memory.ts';
import type { Row } from './row.ts';

/** Scheduled mode's memory, by target. */
export interface Store {
  /** What is remembered of a target: what is unchanged keeps its counters and their start. It counts once it is set. */
  prepare(this: void, member: Member): Kept;
  /** Makes these the targets, at once. What is gone is forgotten. */
  set(this: void, targets: readonly Kept[]): void;
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

export interface Kept {
  readonly name: string;
  readonly identity: string;
  memory: Memory;
}

export function createStore(now: () => number): Store {
  let memories: ReadonlyMap<string, Kept> = new Map();

  function keptOf({ name, identity }: Member): Kept | undefined {
    const known = memories.get(name);
    return known?.identity === identity ? known : undefined;
  }

  function begin({ name, identity, job, interval, buckets }: Member): Kept {
    const memory = startMemory(job, interval, buckets, instantOfMillis(now()));
    return { name, identity, memory };
  }

  return {
    prepare: (member) => keptOf(member) ?? begin(member),
    set(targets) {
      memories = new Map(targets.map((kept) => [kept.name, kept]));
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
