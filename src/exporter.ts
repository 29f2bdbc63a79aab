import { keepConfig } from './config-keeper.ts';
import { createEngine, type Run } from './engine.ts';
import { createNetwork } from './guarded-network.ts';
import { createHistory } from './history.ts';
import { createApp } from './http/app.ts';
import type { Place } from './http/place.ts';
import { listen, PLAIN } from './http/server.ts';
import type { Log } from './log.ts';
import { createProcessMetrics } from './metrics/process.ts';
import type { Environment } from './net/proxy/environment.ts';
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
  /** Whether a path that is not there gets a 404, and not the start page. */
  readonly strictPaths: boolean;
  readonly timeoutOffsetSeconds: number;
  readonly historyLimit: number;
  /** Names proxies for those modules that want them from there. */
  readonly environment?: Environment;
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

// Longer than any sensible scrape; whoever stops us kills us after half a minute anyway.
const DRAIN_MS = 25_000;
const LAST_WORD_MS = 1000;

/** Puts the parts together. Throws what is wrong with a file, or with listening, for people. */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { log, probeLog, version, webConfigFile } = options;
  const metrics = createProcessMetrics({ version, inFlight: () => engine.active() });
  const network = createNetwork(options.environment);
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
  const engine = createEngine({ clock: systemClock, network: network.of, nextId, observe });
  const config = await keepConfig({
    file: options.configFile,
    log,
    onLoad: metrics.reloaded,
    apply(loaded) {
      network.use(loaded);
      engine.apply(loaded);
    },
  });
  const { externalUrl, routePrefix, strictPaths, timeoutOffsetSeconds } = options;
  const app = createApp({
    version,
    engine,
    history,
    metrics,
    log,
    gate: web?.gate,
    externalUrl,
    routePrefix,
    strictPaths,
    timeoutOffsetSeconds,
    config: config.current,
    reload: config.reload,
  });
  const endpoint = web?.endpoint ?? PLAIN;
  // Koa's promise never rejects: the funnel answers every error.
  const server = await listen(app.callback(), options.addresses, endpoint).catch(
    (error: unknown) => {
      engine.close();
      throw error;
    },
  );
  return {
    urls: server.urls,
    reload: config.reload,
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
