import type { Config } from '../config/config.ts';
import { ownerOf } from '../shard.ts';

/** The worker that probes the target of this name. */
export function workerOf(name: string, count: number): number {
  // Not the lots of shards: all that a shard has won would go to the worker of its number.
  return ownerOf(`worker of ${name}`, count);
}

/** What this worker probes by itself, with its part of the places for runs. */
export function worksOn(config: Config, index: number, count: number): Config {
  return {
    ...config,
    targets: config.targets.filter(({ name }) => workerOf(name, count) === index),
    limits: { concurrency: Math.max(1, Math.floor(config.limits.concurrency / count)) },
  };
}
