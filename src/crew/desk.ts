import { BUILT_IN_PROBES } from '../builtin.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import type { ConfigKeeper, ConfigKeeperOptions } from '../config-keeper.ts';
import type { Checked, Settlement } from './topics.ts';

/** A worker's config: the primary says which text it comes from, and when it counts. */
export interface Desk {
  /** Puts the first text into force. Throws an error with all that is wrong with it, a line each. */
  keep(this: void, options: ConfigKeeperOptions): Promise<ConfigKeeper>;
  prepare(this: void, text: string): Promise<Checked>;
  settle(this: void, verdict: Settlement['verdict']): Promise<void>;
  /** What was said of the first text. */
  first(this: void): Checked;
}

export interface DeskOptions {
  readonly text: string;
  /** Has all workers load the file again. */
  readonly reload: () => Promise<readonly string[]>;
}

export function createDesk({ text: firstText, reload }: DeskOptions): Desk {
  let options: ConfigKeeperOptions | undefined;
  let first: Checked = NOTHING;
  let prepared: Config | undefined;
  let current: Config | undefined;

  async function prepare(text: string): Promise<Checked> {
    if (options === undefined) throw new Error('BUG: nobody keeps a config here');
    const loaded = await loadConfig(options.file, { builtIn: BUILT_IN_PROBES, text });
    if (loaded.outcome === 'rejected') return { ...NOTHING, problems: loaded.errors };
    prepared = loaded.config;
    return { ...NOTHING, errors: loaded.errors, warnings: loaded.warnings };
  }

  async function settle(verdict: Settlement['verdict']): Promise<void> {
    const config = verdict === 'apply' ? prepared : undefined;
    prepared = undefined;
    options?.onLoad(config === undefined ? 'rejected' : 'loaded');
    if (config === undefined) return;
    current = config;
    await options?.apply(config);
  }

  return {
    async keep(keeping) {
      options = keeping;
      first = await prepare(firstText);
      if (first.problems.length > 0) throw new Error(first.problems.join('\n'));
      await settle('apply');
      return {
        current() {
          if (current === undefined) throw new Error('BUG: no config was loaded');
          return current;
        },
        reload,
      };
    },
    prepare,
    settle,
    first: () => first,
  };
}

const NOTHING: Checked = { problems: [], errors: [], warnings: [] };
