import type { Config } from '../config/config.ts';
import type { Engine } from '../engine.ts';
import type { History } from '../history.ts';
import type { Log } from '../log.ts';
import type { ProcessMetrics } from '../metrics/process.ts';
import type { Gate } from '../web/gate.ts';

/** What the HTTP side may use of the exporter. */
export interface Services {
  readonly version: string;
  readonly engine: Engine;
  /** Runs of targets that came with a request; listed targets keep their own. */
  readonly history: History;
  readonly metrics: ProcessMetrics;
  readonly log: Log;
  /** Who may ask, and how often; none for everybody. */
  readonly gate: Gate | undefined;
  readonly timeoutOffsetSeconds: number;
  /** Starts and ends with a slash. */
  readonly routePrefix: string;
  /** Whether a path that is not there gets a 404, and not the start page. */
  readonly strictPaths: boolean;
  /** Where others reach us, if the operator says so. */
  readonly externalUrl: URL | undefined;
  config(this: void): Config;
  /** Loads the config again; what is wrong with it, if anything. */
  reload(this: void): Promise<readonly string[]>;
}
