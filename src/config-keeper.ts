import { BUILT_IN_PROBES } from './builtin.ts';
import type { Config } from './config/config.ts';
import { type Loaded, loadConfig } from './config/load.ts';
import type { Log } from './log.ts';
import { createTurns } from './turns.ts';

/** The config in force, and the way to another one. */
export interface ConfigKeeper {
  current(this: void): Config;
  /** Loads the file again; a bad one changes nothing. What is wrong with it, if anything. */
  reload(this: void): Promise<readonly string[]>;
}

export interface ConfigKeeperOptions {
  readonly file: string;
  readonly log: Log;
  readonly onLoad: (outcome: Loaded['outcome']) => void;
  /** Puts a checked config into force. */
  readonly apply: (config: Config) => Promise<void>;
}

/** Loads the file for the first time. Throws an error with all that is wrong with it, a line each. */
export async function keepConfig(options: ConfigKeeperOptions): Promise<ConfigKeeper> {
  const { file, log, onLoad, apply } = options;
  const inTurn = createTurns();
  let config: Config | undefined;

  async function load(): Promise<readonly string[]> {
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    onLoad(loaded.outcome);
    if (loaded.outcome === 'rejected') return loaded.errors;
    for (const error of loaded.errors) log.error('config', { error });
    for (const warning of loaded.warnings) log.warn('config', { warning });
    config = loaded.config;
    await apply(config);
    return [];
  }

  async function reload(): Promise<readonly string[]> {
    const problems = await load();
    for (const problem of problems) log.error('config not reloaded', { problem });
    if (problems.length === 0) log.info('config reloaded', { file });
    return problems;
  }

  const problems = await load();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return {
    current() {
      if (config === undefined) throw new Error('BUG: no config was loaded');
      return config;
    },
    reload: () => inTurn(reload),
  };
}
