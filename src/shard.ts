import { hash } from 'node:crypto';
import type { Config } from './config/config.ts';
import type { Family } from './metrics/metrics.ts';

/** One of several processes that divide the listed targets of one config among themselves. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** What this shard is to probe by itself. Others may still ask it for whatever the whole config allows. */
export function ownPart(config: Config, { index, count }: Shard): Config {
  return {
    ...config,
    targets: config.targets.filter(({ name }) => ownerOf(name, count) === index),
  };
}

/**
 * The shard that probes the target of this name: the one that draws the highest lot for it. A shard more takes only
 * what it wins itself, from all others alike, and nothing moves between those that were there. All processes of a
 * release and of the next must agree, so the lots never change: a test holds some of them.
 */
export function ownerOf(name: string, count: number): number {
  // Not the hash that places a target in its interval: a shard's targets would all be due at the same time.
  const digest = hash('sha256', name, 'buffer');
  const [high, low] = [digest.readInt32BE(0), digest.readInt32BE(4)];
  let owner = 0;
  let highest = -1;
  for (let index = 0; index < count; index += 1) {
    const lot = lotOf(high, low, index);
    if (lot > highest) [owner, highest] = [index, lot];
  }
  return owner;
}

/** From 0 up to 2³². */
function lotOf(high: number, low: number, index: number): number {
  return mixed(mixed(high ^ Math.imul(index, 0x9e3779b1)) ^ low) >>> 0;
}

/** Every bit of what goes in decides over every bit of what comes out. */
function mixed(bits: number): number {
  let mix = bits;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

/** Says which shard this is and how many there should be: from all of them together one sees whether any is missing. */
export function shardFamily({ index, count }: Shard): Family {
  return {
    name: 'synthetic_exporter_shards',
    type: 'gauge',
    help: 'How many processes divide the targets; the label says which of them this is, from 0.',
    series: [{ labels: { shard: String(index) }, value: count }],
  };
}
