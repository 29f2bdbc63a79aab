import type { Config, ListedTarget } from './config/config.ts';
import { durationText } from './config/duration.ts';
import { type Caller, createFlights } from './flights.ts';
import { createArchive } from './history/archive.ts';
import type { Chronicle } from './history/chronicle.ts';
import type { Job } from './job.ts';
import { listedJob } from './jobs.ts';
import { createResetMemory, type ResetMemory } from './metrics/resets.ts';
import type { Row } from './metrics/row.ts';
import { createStore, type Kept, type Member } from './metrics/store.ts';
import type { Network } from './net/network.ts';
import type { Result } from './result.ts';
import type { SoFar } from './run.ts';
import type { Clock } from './schedule/clock.ts';
import { type Shortfall, watchPace } from './schedule/pace.ts';
import { createScheduler, type Task } from './schedule/scheduler.ts';
import { eachInSlices } from './slices.ts';

/** Jobs in, results out: on a schedule, on scrape, on request. Knows neither files nor HTTP. */
export interface Engine {
  /** Makes this the config: a diff, so that what is unchanged goes on undisturbed. To be called for one at a time. */
  apply(this: void, config: Config): Promise<void>;
  /** The config's targets as they are probed now, in its order. */
  targets(this: void): readonly Target[];
  target(this: void, name: string): Target | undefined;
  /** Runs a job for somebody who waits. */
  ask(this: void, job: Job, caller: Caller): Promise<Result>;
  /** Of the run of this job that is under way, if one is and the target is listed. */
  soFar(this: void, job: Job): SoFar | undefined;
  /** Runs every on-scrape target at once; each takes at most this long. */
  scrape(this: void, timeoutMs: number, signal: AbortSignal): Promise<readonly Run[]>;
  /** What the schedule has found, as it is at this moment. */
  scheduled(this: void): readonly Row[];
  /** Takes note of how late the event loop is. */
  heed(this: void, delaySeconds: number): void;
  active(this: void): number;
  waiting(this: void): number;
  /** Ends the schedule; runs that somebody waits for go on. */
  stopSchedule(this: void): Promise<void>;
  /** Cancels every run that is left. */
  close(this: void): void;
}

/** A listed target with what has become of it. */
export interface Target {
  readonly listed: ListedTarget;
  readonly job: Job;
  readonly identity: string;
  readonly chronicle: Chronicle;
  readonly resets: ResetMemory;
}

export interface Run {
  readonly job: Job;
  readonly result: Result;
}

export interface EngineOptions {
  readonly clock: Clock;
  /** What a job's run may ask of the network. */
  readonly network: (job: Job) => Network;
  /** Numbers past runs, so that a link to one stays unique. */
  readonly nextId: () => number;
  readonly observe: {
    readonly lag: (seconds: number) => void;
    readonly wait: (seconds: number) => void;
    /** Told of every result of a listed target or of a request. */
    readonly result: (run: Run) => void;
    /** Told when the schedule asks for more than this process can do. */
    readonly shortfall: (shortfall: Shortfall) => void;
  };
}

export function createEngine({ clock, network, nextId, observe }: EngineOptions): Engine {
  const store = createStore(clock.now);
  const archive = createArchive(nextId);
  const flights = createFlights({ network, isSeen, onStart: observe.wait, onEnd: settle });
  const pace = watchPace(clock.now, observe.shortfall);
  const scheduler = createScheduler({ clock, onStart: observe.lag });
  let targets: ReadonlyMap<string, Target> = new Map();

  function settle(job: Job, result: Result): Result {
    const target = stillThere(job);
    const settled = target?.resets.correct(job, result) ?? result;
    // A run that nobody wanted to the end tells nothing.
    if (!isCanceled(settled)) target?.chronicle.add(job, settled);
    observe.result({ job, result: settled });
    return settled;
  }

  /** The run's target, unless another one has its name by now. */
  function stillThere({ name, key }: Job): Target | undefined {
    const target = name === undefined ? undefined : targets.get(name);
    return target?.job.key === key ? target : undefined;
  }

  /** The target as it was if nothing about it has changed, with all that it remembers. */
  function targetOf(listed: ListedTarget, config: Config, known: Target | undefined): Target {
    const job = listedJob(listed);
    const { key, timeoutMs, labels } = job;
    const { buckets } = config.exposition;
    const identity = JSON.stringify([key, timeoutMs, labels, listed.intervalMs, buckets]);
    if (known?.identity === identity) return known;
    const isSameTarget = known !== undefined && subjectOf(known.listed) === subjectOf(listed);
    const chronicle = isSameTarget ? known.chronicle : archive.begin(job.probe);
    // The same counters under the same labels: their starts must not jump because a timeout was changed.
    const isSameSource = known !== undefined && sourceOf(known.listed) === sourceOf(listed);
    const resets = isSameSource ? known.resets : createResetMemory();
    return { listed, job, identity, chronicle, resets };
  }

  function taskOf({ job, identity, chronicle }: Target, member: Member, intervalMs: number): Task {
    return {
      name: member.name,
      identity,
      intervalMs,
      run: async (signal) => {
        const caller: Caller = { signal, patienceMs: Number.POSITIVE_INFINITY };
        store.record(member, await flights.run(job, caller));
        pace.made();
      },
      skip(runs) {
        store.skipped(member, runs);
        chronicle.skip(clock.now());
        // A target that hangs misses its own runs alone.
        if (flights.waiting() > 0) pace.missed(runs);
      },
    };
  }

  return {
    async apply(config) {
      const { limits, exposition } = config;
      const next = new Map<string, Target>();
      const kept: Kept[] = [];
      const tasks: Task[] = [];
      archive.divide(config.targets.length);
      await eachInSlices(config.targets, (listed) => {
        const target = targetOf(listed, config, targets.get(listed.name));
        next.set(listed.name, target);
        if (listed.intervalMs === 'scrape') return;
        const member = memberOf(target, listed.intervalMs, exposition.buckets);
        kept.push(store.prepare(member));
        tasks.push(taskOf(target, member, listed.intervalMs));
      });
      // Nobody sees a part of it.
      flights.setConcurrency(limits.concurrency);
      targets = next;
      store.set(kept);
      await scheduler.set(tasks);
    },
    targets: () => [...targets.values()],
    target: (name) => targets.get(name),
    ask: flights.run,
    soFar: flights.soFar,
    async scrape(timeoutMs, signal) {
      const jobs = [...targets.values()]
        .filter(({ listed }) => listed.intervalMs === 'scrape')
        .map(({ job }) => ({ ...job, timeoutMs: Math.min(job.timeoutMs, timeoutMs) }));
      const results = await flights.runAll(jobs, { signal, patienceMs: timeoutMs });
      return results.flatMap((result, index) => {
        const job = jobs[index];
        return job === undefined ? [] : [{ job, result }];
      });
    },
    scheduled: store.rows,
    heed: flights.heed,
    active: flights.active,
    waiting: flights.waiting,
    stopSchedule: scheduler.close,
    close: flights.close,
  };
}

function memberOf(
  { listed: { name }, job, identity }: Target,
  intervalMs: number,
  buckets: readonly number[],
): Member {
  return { name, identity, job, interval: durationText(intervalMs), buckets };
}

/** Whom it asks, and in which words: what was seen of it stays true when a timeout or what is wanted of it is changed. */
function subjectOf({ module, text }: ListedTarget): string {
  return JSON.stringify([module.probe.name, module.probe.phases, text]);
}

/** Of a target that came with a request there is the report alone. */
function isSeen({ name }: Job): boolean {
  return name !== undefined;
}

/** Whose counters they are, and how their series are labelled. */
function sourceOf({ module, text, labels }: ListedTarget): string {
  return JSON.stringify([module.name, module.probe.name, text, labels]);
}

function isCanceled(result: Result): boolean {
  return result.outcome === 'failure' && result.reason === 'canceled';
}
