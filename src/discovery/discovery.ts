import type { Config } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { Family } from '../metrics/metrics.ts';
import { createTurns } from '../turns.ts';
import { discoveryFamilies } from './families.ts';
import type { Finder } from './found.ts';
import { type Joined, join, type Tally } from './join.ts';

/** The config in force with all targets that were found for it. */
export interface Discovery {
  /** Makes this the config; resolves when it is in force, with the targets that are known by then. */
  use(this: void, config: Config): Promise<void>;
  /** With what was found. */
  current(this: void): Config;
  /** Something else was found. */
  changed(this: void): void;
  families(this: void): readonly Family[];
  close(this: void): void;
}

export interface DiscoveryOptions {
  readonly finder: Finder;
  /** Says what was left out; none if somebody else says it. */
  readonly log: Log | undefined;
  /** Puts a config into force. */
  readonly put: (config: Config) => Promise<void>;
}

// A list may be wrong from its first entry to its last.
const MOST_TOLD = 20;

export function createDiscovery({ finder, log, put }: DiscoveryOptions): Discovery {
  const inTurn = createTurns();
  let written: Config | undefined;
  let current: Config | undefined;
  let found: Joined['found'] = new Map();
  let tallies: readonly Tally[] = [];
  let told: ReadonlySet<string> = new Set();
  let isClosed = false;

  async function putTogether(config: Config): Promise<void> {
    const joined = await join(config, { lists: finder.found(), before: found });
    if (isClosed) return;
    tell(joined.faults);
    await put(joined.config);
    written = config;
    current = joined.config;
    ({ tallies, found } = joined);
  }

  /** Each once, as long as it stays that way. */
  function tell(faults: readonly string[]): void {
    const fresh = faults.filter((fault) => !told.has(fault));
    told = new Set(faults);
    for (const problem of fresh.slice(0, MOST_TOLD)) log?.warn('discovery', { problem });
    if (fresh.length > MOST_TOLD)
      log?.warn('discovery', { problem: `and ${fresh.length - MOST_TOLD} more like these` });
  }

  return {
    use: (config) =>
      inTurn(async () => {
        await finder.use(config.discovery);
        await putTogether(config);
      }),
    current() {
      if (current === undefined) throw new Error('BUG: no config was loaded');
      return current;
    },
    changed() {
      const again = async (): Promise<void> => {
        if (written !== undefined && !isClosed) await putTogether(written);
      };
      inTurn(again).catch((error: unknown) =>
        log?.error('discovery failed', { problem: String(error) }),
      );
    },
    families: () => discoveryFamilies(tallies, finder.successes()),
    close() {
      isClosed = true;
      finder.close();
    },
  };
}
