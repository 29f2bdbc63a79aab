import type { Config } from '../config/config.ts';
import { ownPart, type Shard } from '../shard.ts';
import { type Hosts, hostsOf } from './hosts.ts';
import { type Load, loadOf, type Pace } from './load.ts';
import { type Needs, needsOf } from './needs.ts';
import { type Size, sizeOf } from './size.ts';

/** What a config will ask of this exporter, of Prometheus and of the hosts, before it is put into force. */
export interface Plan {
  readonly modules: number;
  readonly targets: { readonly scheduled: number; readonly onScrape: number };
  readonly size: Size;
  readonly load: Load;
  /** How many runs the config lets be under way at once. */
  readonly concurrency: number;
  readonly needs: Needs;
  readonly hosts: Hosts;
}

export interface Premises extends Pace {
  /** How many cores one process and its workers may use. */
  readonly cores: number;
  /** None if all targets are meant. */
  readonly shard: Shard | undefined;
}

export function planOf(config: Config, { cores, shard, ...pace }: Premises): Plan {
  const part = shard === undefined ? config : ownPart(config, shard);
  const { targets, modules, limits } = part;
  const onScrape = targets.filter(({ intervalMs }) => intervalMs === 'scrape').length;
  const size = sizeOf(targets, part);
  return {
    modules: modules.size,
    targets: { scheduled: targets.length - onScrape, onScrape },
    size,
    load: loadOf(targets, pace),
    concurrency: limits.concurrency,
    needs: needsOf(targets, size, pace, { cores, listed: config.targets.length }),
    hosts: hostsOf(targets, pace),
  };
}
