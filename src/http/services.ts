import type { Take } from '../account/watch-run.ts';
import type { Config } from '../config/config.ts';
import type { Engine, Target } from '../engine.ts';
import type { Caller } from '../flights.ts';
import type { Job } from '../job.ts';
import type { Log } from '../log.ts';
import type { ProcessMetrics } from '../metrics/process.ts';
import type { Result } from '../result.ts';
import type { Gate } from '../web/gate.ts';
import type { Events } from './events.ts';
import type { Local } from './local.ts';
import type { Others } from './others.ts';

/** What the HTTP side may use of the exporter. */
export interface Services {
  readonly version: string;
  /** Every listed target, and runs of any job, whichever process they fall to. */
  readonly engine: Reach;
  readonly local: Local;
  readonly others: Others;
  readonly metrics: ProcessMetrics;
  readonly events: Events;
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

export interface Reach extends Pick<Engine, 'ask'> {
  /** Runs the job, and tells of it as it goes. */
  watch(this: void, job: Job, caller: Caller, take: Take): Promise<Result>;
  targets(this: void): readonly Listed[];
}

export type Listed = Pick<Target, 'listed' | 'job'>;
