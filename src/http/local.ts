import type { Config } from '../config/config.ts';
import type { Engine } from '../engine.ts';
import type { History } from '../history/history.ts';
import type { ProcessMetrics } from '../metrics/process.ts';

/** What this process probes and remembers: everything, or what falls to one worker of several. */
export interface Local {
  readonly engine: Engine;
  /** Runs of targets that came with a request; listed targets keep their own. */
  readonly history: History;
  readonly metrics: ProcessMetrics;
  config(this: void): Config;
  /** Another number after every run, and after every change of the config. */
  pulse(this: void): number;
}
