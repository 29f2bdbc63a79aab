import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { instantOfMillis } from './instant.ts';
import { createMemory, type Memory } from './memory.ts';
import type { Table } from './table.ts';

/** Scheduled mode's memory, by target. */
export interface Store {
  /** Makes these the targets. What is gone is forgotten, what is unchanged keeps its counters and their start. */
  set(this: void, members: readonly Member[]): void;
  /** A result that comes after its target was forgotten or changed is dropped. */
  record(this: void, member: Member, result: Result): void;
  skipped(this: void, member: Member, runs: number): void;
  addTo(this: void, table: Table): void;
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
  const memories = new Map<string, { readonly identity: string; readonly memory: Memory }>();

  function memoryOf({ name, identity }: Member): Memory | undefined {
    const known = memories.get(name);
    return known?.identity === identity ? known.memory : undefined;
  }

  function remember({ name, identity, job, interval, buckets }: Member): void {
    const memory = createMemory(job, interval, buckets, instantOfMillis(now()));
    memories.set(name, { identity, memory });
  }

  return {
    set(members) {
      const names = new Set(members.map(({ name }) => name));
      for (const name of memories.keys()) if (!names.has(name)) memories.delete(name);
      for (const member of members) if (memoryOf(member) === undefined) remember(member);
    },
    record(member, result) {
      memoryOf(member)?.record(result);
    },
    skipped(member, runs) {
      memoryOf(member)?.skipped(runs);
    },
    addTo(table) {
      for (const { memory } of memories.values()) memory.addTo(table);
    },
  };
}
