import type { Config } from '../config/config.ts';
import type { ConfigKeeper, ConfigKeeperOptions } from '../config-keeper.ts';
import type { Finder } from '../discovery/found.ts';
import type { Local } from '../http/local.ts';
import type { Others } from '../http/others.ts';
import type { Reach } from '../http/services.ts';
import type { ProcessMetrics } from '../metrics/process.ts';

/** A process's place among the workers of one exporter: how it differs from one that works alone. */
export interface Seat {
  readonly index: number;
  readonly count: number;
  /** As if from the file. */
  keepConfig(this: void, options: ConfigKeeperOptions): Promise<ConfigKeeper>;
  /** What the primary finds for all workers. */
  hearOf(this: void, onChange: () => void): Finder;
  /** What of a config falls to this worker. */
  ownPart(this: void, config: Config): Config;
  /** The same, with the worker's number on them. */
  labelled(this: void, metrics: ProcessMetrics): ProcessMetrics;
  /** From now on the others can ask this worker, and it can ask them. */
  join(this: void, local: Local): { readonly engine: Reach; readonly others: Others };
  /** Resolves when none of the others has a request under way any more. */
  othersDone(this: void): Promise<unknown>;
}
