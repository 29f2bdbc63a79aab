import { BUILT_IN_PROBES } from './builtin.ts';
import type { Config } from './config/config.ts';
import { loadConfig } from './config/load.ts';
import type { Run } from './engine.ts';
import { createEngine } from './engine.ts';
import { createHistory } from './history.ts';
import { createApp } from './http/app.ts';
import type { Place } from './http/place.ts';
import { listen, PLAIN } from './http/server.ts';
import type { Log } from './log.ts';
import { createProcessMetrics } from './metrics/process.ts';
import { createNetwork } from './network.ts';
import { systemClock } from './schedule/clock.ts';
import { openWeb } from './web/web.ts';

export interface ExporterOptions {
  readonly configFile: string;
  readonly version: string;
  readonly addresses: readonly Place[];
  /** How the endpoint is guarded: TLS, passwords, headers, rate. */
  readonly webConfigFile: string | undefined;
  readonly externalUrl: URL | undefined;
  /** Starts and ends with a slash. */
  readonly routePrefix: string;
  readonly timeoutOffsetSeconds: number;
  readonly historyLimit: number;
  readonly log: Log;
  /** For what single runs have to say. */
  readonly probeLog: Log;
}

export interface Exporter {
  readonly urls: readonly string[];
  /** Loads the config again; a bad file changes nothing. What is wrong with it, if anything. */
  reload(this: void): Promise<readonly string[]>;
  /** Lets those who wait have their answers, then ends everything. */
  close(this: void): Promise<void>;
}

/** What is wrong with the config file, a line each. */
type ConfigError = Error & { readonly problems: readonly string[] };

// Longer than any sensible scrape; whoever stops us kills us after half a minute anyway.
const DRAIN_MS = 25_000;
const LAST_WORD_MS = 1000;

/** Puts the parts together. Throws a `ConfigError`, or what the web config or listening throws. */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { log, probeLog, version, webConfigFile } = options;
  const metrics = createProcessMetrics({ version, inFlight: () => engine.active() });
  const network = createNetwork();
  const nextId = counter();
  const history = createHistory(options.historyLimit, nextId);
  const observe = {
    lag: metrics.observeLag,
    wait: metrics.observeWait,
    result(run: Run) {
      if (run.job.name === undefined) history.add(run.job, run.result);
      logFailure(probeLog, run);
    },
  };
  const web = webConfigFile === undefined ? undefined : await openWeb(webConfigFile, log);
  const engine = createEngine({ clock: systemClock, network, nextId, observe });
  let config = await load();
  apply(config);

  async function load(): Promise<Config> {
    const loaded = await loadConfig(options.configFile, { builtIn: BUILT_IN_PROBES });
    metrics.reloaded(loaded.outcome);
    if (loaded.outcome === 'rejected') throw configError(loaded.errors);
    for (const warning of loaded.warnings) log.warn('config', { warning });
    return loaded.config;
  }

  function apply(loaded: Config): void {
    config = loaded;
    network.guardWith(loaded.access);
    engine.apply(loaded);
  }

  async function reload(): Promise<readonly string[]> {
    try {
      apply(await load());
    } catch (error) {
      const problems = problemsOf(error);
      for (const problem of problems) log.error('config not reloaded', { problem });
      return problems;
    }
    log.info('config reloaded', { targets: config.targets.length, modules: config.modules.size });
    return [];
  }

  const reloadInTurn = oneAtATime(reload);
  const { externalUrl, routePrefix, timeoutOffsetSeconds } = options;
  const app = createApp({
    version,
    engine,
    history,
    metrics,
    log,
    gate: web?.gate,
    externalUrl,
    routePrefix,
    timeoutOffsetSeconds,
    config: () => config,
    reload: reloadInTurn,
  });
  // Koa's promise never rejects: the funnel answers every error.
  const handle = app.callback();
  const server = await listen(handle, options.addresses, web?.endpoint ?? PLAIN).catch(
    (error: unknown) => {
      engine.close();
      throw error;
    },
  );
  return {
    urls: server.urls,
    reload: reloadInTurn,
    async close() {
      const stubborn = setTimeout(engine.close, DRAIN_MS);
      // Later, so that those whose run was canceled still hear of it.
      const deaf = setTimeout(server.destroy, DRAIN_MS + LAST_WORD_MS);
      await Promise.all([engine.stopSchedule(), server.close()]);
      clearTimeout(stubborn);
      clearTimeout(deaf);
      engine.close();
      await web?.close();
    },
  };
}

function configError(problems: readonly string[]): ConfigError {
  return Object.assign(new Error(problems.join('\n')), { problems });
}

function problemsOf(error: unknown): readonly string[] {
  if (error instanceof Error && 'problems' in error) return (error as ConfigError).problems;
  throw error;
}

function logFailure(log: Log, { job, result }: Run): void {
  if (result.outcome === 'success') return;
  const { name, module, address } = job;
  const { reason, phase, detail, seconds } = result;
  const fields = { name, module, target: address, reason, phase, detail, seconds };
  // Somebody hung up or we are shutting down: nobody's trouble.
  if (reason === 'canceled') log.debug('probe canceled', fields);
  else log.warn('probe failed', fields);
}

function counter(): () => number {
  let next = 0;
  return () => {
    next += 1;
    return next - 1;
  };
}

/** Calls that come while one is under way wait for their turn, so that two loads never cross. */
function oneAtATime<Value>(work: () => Promise<Value>): () => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}
