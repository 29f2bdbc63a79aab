import pLimit from 'p-limit';
import { concurrencyAfter } from './concurrency.ts';
import { failure, type Verdict } from './failure.ts';
import type { Job } from './job.ts';
import type { Network } from './net/network.ts';
import type { Result } from './result.ts';
import { runProbe, type SoFar, type Watch } from './run.ts';

/** All runs of the process: limited in number, and shared by all who ask for the same job at the same time. */
export interface Flights {
  /**
   * Runs the job, or joins the run of the same job that is under way. Never rejects. A caller whose signal
   * aborts has left; the run is canceled only when everybody has.
   */
  run(this: void, job: Job, caller: Caller): Promise<Result>;
  /** The same for many jobs of one caller; the results are in the order of the jobs. */
  runAll(this: void, jobs: readonly Job[], caller: Caller): Promise<readonly Result[]>;
  /** Of the run of this job that is under way, if one is and somebody may look at it. */
  soFar(this: void, job: Job): SoFar | undefined;
  /** How many runs may be under way at once, from now on. */
  setConcurrency(this: void, runs: number): void;
  /** Takes note of how late the event loop is: while it cannot keep up, fewer runs are under way at once. */
  heed(this: void, delaySeconds: number): void;
  /** How many runs are under way, the queue not counted. */
  active(this: void): number;
  /** How many wait for a free place. */
  waiting(this: void): number;
  /** Cancels every run; those that come later are canceled at once. */
  close(this: void): void;
}

export interface Caller {
  readonly signal: AbortSignal;
  /** How long the caller waits in all, for a free place and for the run; infinite for whom nobody hurries. */
  readonly patienceMs: number;
}

export interface FlightOptions {
  /** What a job's run may ask of the network. */
  readonly network: (job: Job) => Network;
  /** Whether anybody will look at what the job's runs show. */
  readonly isSeen: (job: Job) => boolean;
  /** Told of every run how long it waited for its place. */
  readonly onStart: (waitSeconds: number) => void;
  /** Sees every result once, however many share it, and gives what they get. */
  readonly onEnd: (job: Job, result: Result) => Result;
}

interface Flight {
  readonly key: string;
  readonly timeoutMs: number;
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  passengers: number;
  look: (() => SoFar) | undefined;
}

export function createFlights({ network, isSeen, onStart, onEnd }: FlightOptions): Flights {
  const limit = pLimit(1);
  let most = 1;
  // By key: nearly always one, more if those who ask gave them different timeouts. A list of them is emptied when they land,
  // since each time that a map grows, what it held stays in memory until the next full collection.
  const flights = new Map<string, Flight[]>();
  let closed = false;

  function takeOff(job: Job, patienceMs: number): Flight {
    const { key, timeoutMs } = job;
    const queuedAt = performance.now();
    const flight: Flight = {
      key,
      timeoutMs,
      // Begins in the next turn at the earliest.
      result: limit(() => fly(flight, job, patienceMs, queuedAt)),
      controller: new AbortController(),
      passengers: 0,
      look: undefined,
    };
    const sameKey = flights.get(key);
    if (sameKey === undefined) flights.set(key, [flight]);
    else sameKey.push(flight);
    return flight;
  }

  async function fly(
    flight: Flight,
    job: Job,
    patienceMs: number,
    queuedAt: number,
  ): Promise<Result> {
    const { controller } = flight;
    const waitedMs = performance.now() - queuedAt;
    onStart(waitedMs / 1000);
    if (waitedMs >= patienceMs) controller.abort(waitedTooLong(waitedMs));
    const ready = shortened(job, patienceMs - waitedMs);
    const watch = isSeen(job) ? watchOf(flight) : undefined;
    const found = await runProbe(ready, network(job), { controller, watch });
    land(flight);
    return onEnd(job, ready === job ? found : excused(found));
  }

  function watchOf(flight: Flight): Watch {
    return (look) => {
      flight.look = look;
    };
  }

  /** From now on nobody boards it; whoever left it for good may have done so already. */
  function land(flight: Flight): void {
    const sameKey = flights.get(flight.key) ?? [];
    const at = sameKey.indexOf(flight);
    if (at !== -1) sameKey.splice(at, 1);
    if (sameKey.length === 0) flights.delete(flight.key);
  }

  function underWay({ key, timeoutMs }: Job): Flight | undefined {
    return flights.get(key)?.find((flight) => flight.timeoutMs === timeoutMs);
  }

  function board(job: Job, patienceMs: number): Flight {
    const flight = underWay(job) ?? takeOff(job, patienceMs);
    flight.passengers += 1;
    return flight;
  }

  function leave(flight: Flight): void {
    flight.passengers -= 1;
    if (flight.passengers > 0) return;
    land(flight);
    flight.controller.abort(failure('canceled', 'nobody waits for this run any more'));
  }

  /** Waits with the flights; a caller that hangs up leaves all of them. */
  async function ride<Value>(
    boarded: readonly Flight[],
    signal: AbortSignal,
    results: Promise<Value>,
  ): Promise<Value> {
    // One listener for all of them: a signal walks through its listeners whenever one is taken away.
    const leaveAll = (): void => boarded.forEach(leave);
    signal.addEventListener('abort', leaveAll, { once: true });
    if (closed || signal.aborted) leaveAll();
    try {
      return await results;
    } finally {
      signal.removeEventListener('abort', leaveAll);
    }
  }

  return {
    run(job, { signal, patienceMs }) {
      const flight = board(job, patienceMs);
      return ride([flight], signal, flight.result);
    },
    runAll(jobs, { signal, patienceMs }) {
      const boarded = jobs.map((job) => board(job, patienceMs));
      return ride(boarded, signal, Promise.all(boarded.map(({ result }) => result)));
    },
    soFar: (job) => underWay(job)?.look?.(),
    setConcurrency(runs) {
      most = runs;
      limit.concurrency = runs;
    },
    heed(delaySeconds) {
      const { concurrency: allowed, activeCount: active } = limit;
      const allowedNow = concurrencyAfter(delaySeconds, { most, allowed, active });
      if (allowedNow !== allowed) limit.concurrency = allowedNow;
    },
    active: () => limit.activeCount,
    waiting: () => limit.pendingCount,
    close() {
      closed = true;
      for (const { controller } of [...flights.values()].flat())
        controller.abort(failure('canceled', 'the exporter is shutting down'));
    },
  };
}

// A run that has no time left does not start, and blames us and not the target.
function waitedTooLong(waitedMs: number): Verdict {
  const seconds = Math.round(waitedMs) / 1000;
  return failure(
    'canceled',
    `waited ${seconds} s for a free place, which left no time for the run`,
  );
}

// The target might have answered in the time that the queue took.
function excused(result: Result): Result {
  const isLate = result.outcome === 'failure' && result.reason === 'timeout';
  return isLate ? { ...result, ownTrouble: true } : result;
}

// The scraper's deadline does not move because we were busy. The job's own timeout does: it says how long the target
// may take.
function shortened(job: Job, leftMs: number): Job {
  return leftMs > job.timeoutMs - 1 ? job : { ...job, timeoutMs: Math.max(0, leftMs) };
}
