import { watchRun } from './account/watch-run.ts';
import { keepConfig } from './config-keeper.ts';
import type { Seat } from './crew/seat.ts';
import { createDiscovery, type Discovery } from './discovery/discovery.ts';
import { createFinder } from './discovery/finder.ts';
import { openStorage } from './discovery/storage.ts';
import { createEngine, type Engine, type Run } from './engine.ts';
import { watchEventLoop } from './event-loop.ts';
import { createNetwork } from './guarded-network.ts';
import { History, type HistoryOptions, type PastRun } from './history/history.ts';
import { createShelf } from './history/shelf.ts';
import { createApp } from './http/app.ts';
import { createEvents } from './http/events.ts';
import { NOBODY } from './http/others.ts';
import type { Entrance, Place } from './http/place.ts';
import { listen, PLAIN } from './http/server.ts';
import type { Reach } from './http/services.ts';
import type { Log } from './log.ts';
import { createProcessMetrics, type ProcessMetrics } from './metrics/process.ts';
import type { Environment } from './net/proxy/environment.ts';
import { logRun } from './run-log.ts';
import { systemClock } from './schedule/clock.ts';
import type { Shortfall } from './schedule/pace.ts';
import { ownPart, type Shard, shardFamily } from './shard.ts';
import type { Web } from './web/web.ts';

export interface ExporterOptions {
  readonly configFile: string;
  /** A folder for what is to outlive the process; none if nothing is. */
  readonly storagePath?: string | undefined;
  readonly version: string;
  readonly addresses: readonly (Place | Entrance)[];
  /** How the endpoint is guarded: TLS, passwords, headers, rate. */
  readonly webConfigFile: string | undefined;
  readonly externalUrl: URL | undefined;
  /** Starts and ends with a slash. */
  readonly routePrefix: string;
  /** Whether a path that is not there gets a 404, and not the start page. */
  readonly strictPaths: boolean;
  readonly timeoutOffsetSeconds: number;
  readonly historyLimit: number;
  /** The part of the listed targets that this process probes; all of them if there is none. */
  readonly shard?: Shard | undefined;
  /** Among the workers of one exporter; none if this process works alone. */
  readonly seat?: Seat | undefined;
  /** Names proxies for those modules that want them from there. */
  readonly environment?: Environment;
  readonly log: Log;
  /** For what single runs have to say. */
  readonly probeLog: Log;
  /** Whether each step of a run is worth a line there. */
  readonly tellsSteps?: boolean;
}

export interface Exporter {
  readonly urls: readonly string[];
  /** Loads the config again; a bad file changes nothing. What is wrong with it, if anything. */
  reload(this: void): Promise<readonly string[]>;
  /** The file is still what it was when it was loaded. */
  confirm(this: void): void;
  /** Rejects when there is nothing left that could serve; never where that cannot be. */
  readonly broken?: Promise<never>;
  /** Lets those who wait have their answers, then ends everything. */
  close(this: void): Promise<void>;
}

// Longer than any sensible scrape; whoever stops us kills us after half a minute anyway.
const DRAIN_MS = 25_000;
const LAST_WORD_MS = 1000;

/** Puts the parts together. Throws what is wrong with a file, or with listening, for people. */
export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { log, probeLog, version, webConfigFile, storagePath, shard, seat } = options;
  const own = createProcessMetrics({ version, inFlight: () => engine.active() });
  const network = createNetwork(options.environment);
  // The primary keeps for all workers what it finds for them.
  const isKeeping = storagePath !== undefined && seat === undefined;
  const storage = isKeeping ? await openStorage(storagePath) : undefined;
  const onChange = (): void => discovery.changed();
  const finder =
    seat?.hearOf(onChange) ??
    createFinder({ log, network: network.of({ nameServers: [] }), storage, onChange });
  const discovery = createDiscovery({
    finder,
    log: seat === undefined || seat.index === 0 ? log : undefined,
    async put(config) {
      network.use(config);
      const part = shard === undefined ? config : ownPart(config, shard);
      await engine.apply(seat?.ownPart(part) ?? part);
      pulse += 1;
    },
  });
  let pulse = 0;
  const metrics = withSeat(withShard(withDiscovery(own, discovery), shard), seat);
  const nextId = counter(seat);
  const history = new History(requestHistory(options.historyLimit, nextId));
  const observe = {
    lag: metrics.observeLag,
    wait: metrics.observeWait,
    result(run: Run) {
      pulse += 1;
      if (run.job.name === undefined) history.add(run.job, run.result);
      logRun(probeLog, run, options.tellsSteps === true);
    },
    shortfall: (shortfall: Shortfall) => logShortfall(log, shortfall),
  };
  const web = webConfigFile === undefined ? undefined : await openGuarded(webConfigFile, log);
  const engine = createEngine({ clock: systemClock, network: network.of, nextId, observe });
  const { reload } = await (seat?.keepConfig ?? keepConfig)({
    file: options.configFile,
    log,
    onLoad: metrics.reloaded,
    apply: discovery.use,
  });
  const { externalUrl, routePrefix, strictPaths, timeoutOffsetSeconds } = options;
  const local = { engine, history, metrics, config: discovery.current, pulse: () => pulse };
  const reach = seat?.join(local) ?? { engine: alone(engine), others: NOBODY };
  const pulses = async (): Promise<string> => String([pulse, ...(await reach.others.pulses())]);
  const events = createEvents({ pulse: pulses });
  const app = createApp({
    version,
    ...reach,
    local,
    metrics,
    events,
    log,
    gate: web?.gate,
    externalUrl,
    routePrefix,
    strictPaths,
    timeoutOffsetSeconds,
    config: discovery.current,
    reload,
  });
  const endpoint = web?.endpoint ?? PLAIN;
  // Koa's promise never rejects: the funnel answers every error.
  const server = await listen(app.callback(), options.addresses, endpoint).catch(
    (error: unknown) => {
      discovery.close();
      engine.close();
      throw error;
    },
  );
  const stopWatching = watchEventLoop((delaySeconds) => {
    metrics.observeEventLoopDelay(delaySeconds);
    engine.heed(delaySeconds);
  });
  return {
    urls: server.urls,
    reload,
    confirm: own.confirmed,
    async close() {
      discovery.close();
      events.close();
      const stubborn = setTimeout(engine.close, DRAIN_MS);
      // Later, so that those whose run was canceled still hear of it.
      const deaf = setTimeout(server.destroy, DRAIN_MS + LAST_WORD_MS);
      await Promise.all([engine.stopSchedule(), server.close()]);
      clearTimeout(stubborn);
      clearTimeout(deaf);
      await seat?.othersDone();
      engine.close();
      stopWatching();
      await web?.close();
    },
  };
}

function alone(engine: Engine): Reach {
  const { ask, targets } = engine;
  return { ask, targets, watch: (job, caller, take) => watchRun(engine, job, caller, take) };
}

/** Loaded only by those who want it: HTTP/2 and HTTPS take room. */
async function openGuarded(file: string, log: Log): Promise<Web> {
  const { openWeb } = await import('./web/web.ts');
  return openWeb(file, log);
}

function withDiscovery(metrics: ProcessMetrics, { families }: Discovery): ProcessMetrics {
  return { ...metrics, families: async () => [...(await metrics.families()), ...families()] };
}

function withShard(metrics: ProcessMetrics, shard: Shard | undefined): ProcessMetrics {
  if (shard === undefined) return metrics;
  return { ...metrics, families: async () => [...(await metrics.families()), shardFamily(shard)] };
}

function withSeat(metrics: ProcessMetrics, seat: Seat | undefined): ProcessMetrics {
  return seat?.labelled(metrics) ?? metrics;
}

function logShortfall(log: Log, { duePerSecond, madePerSecond }: Shortfall): void {
  log.warn('the schedule asks for more than this process can do', {
    due_per_second: Math.round(duePerSecond),
    made_per_second: Math.round(madePerSecond),
    advice: 'longer intervals, --workers, or --shard',
  });
}

// Of targets that came with a request: whoever may ask for them must not fill the memory.
const REQUESTS_BYTES = 8 * 2 ** 20;

function requestHistory(runs: number, nextId: () => number): HistoryOptions {
  const shelf = createShelf<PastRun>(REQUESTS_BYTES);
  const failureBytes = REQUESTS_BYTES;
  return { runs, failures: runs, runBytes: () => REQUESTS_BYTES, failureBytes, shelf, nextId };
}

/** Numbers that no other worker gives. */
function counter({ index, count }: Pick<Seat, 'index' | 'count'> = ALONE): () => number {
  let next = index;
  return () => {
    next += count;
    return next - count;
  };
}

const ALONE = { index: 0, count: 1 };
