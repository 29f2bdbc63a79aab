import { eachInSlices } from '../slices.ts';
import type { Clock } from './clock.ts';
import { nextTick, offsetWithin } from './offset.ts';

/** Something that is to be run every so often. */
export interface Task {
  readonly name: string;
  /** Tasks of one name and identity are the same task: a new list does not disturb them. */
  readonly identity: string;
  readonly intervalMs: number;
  /** Never rejects. Ends early when the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** Told when runs that were due did not take place. */
  skip(runs: number): void;
}

export interface Scheduler {
  /**
   * Makes this the list. What is gone is canceled, what is new starts, what is unchanged goes on. To be called for one at
   * a time.
   */
  set(this: void, tasks: readonly Task[]): Promise<void>;
  /** Cancels everything and waits until it has ended. From then on every list is ignored. */
  close(this: void): Promise<void>;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  /** Told at every start how late it was. */
  readonly onStart: (lagSeconds: number) => void;
}

// A long interval must not leave a new target unknown for hours: its first run comes within this time.
const FIRST_SWEEP_MS = 15_000;

interface Entry {
  readonly task: Task;
  readonly offsetMs: number;
  /** Of the run that is under way. A signal that outlived its runs would keep what listened to it until the next full collection. */
  controller: AbortController | undefined;
  running: Promise<void> | undefined;
  /** When it is due. */
  plannedMs: number;
  readonly wake: () => void;
  disarm: () => void;
}

export function createScheduler({ clock, onStart }: SchedulerOptions): Scheduler {
  const entries = new Map<string, Entry>();
  const ending = new Set<Promise<void>>();
  let closed = false;

  function start(task: Task): Entry {
    const offsetMs = offsetWithin(task.intervalMs, task.name);
    const entry: Entry = {
      task,
      offsetMs,
      controller: undefined,
      running: undefined,
      plannedMs: 0,
      // Made once: all that is made anew for each run of ten thousand tasks has to be collected.
      wake: () => tick(entry),
      disarm: () => {},
    };
    const now = clock.now();
    const soon = now + offsetWithin(Math.min(FIRST_SWEEP_MS, task.intervalMs), task.name);
    const onTime = nextTick(now, task.intervalMs, offsetMs);
    arm(entry, task.intervalMs > FIRST_SWEEP_MS ? Math.min(soon, onTime) : onTime);
    return entry;
  }

  function arm(entry: Entry, atMs: number): void {
    entry.plannedMs = atMs;
    entry.disarm = clock.at(atMs, entry.wake);
  }

  function tick(entry: Entry): void {
    const { task, offsetMs, plannedMs } = entry;
    const now = clock.now();
    // A timer may fire a moment early, and a clock that was set back must not stop the schedule until it has caught up.
    const reachedMs = plannedMs - now > task.intervalMs ? now : Math.max(now, plannedMs);
    const nextMs = nextTick(reachedMs, task.intervalMs, offsetMs);
    arm(entry, nextMs);
    const missed = Math.floor((reachedMs - plannedMs) / task.intervalMs);
    if (missed > 0) task.skip(missed);
    if (entry.running !== undefined) {
      task.skip(1);
      return;
    }
    onStart(Math.max(0, now - plannedMs) / 1000);
    const controller = new AbortController();
    entry.controller = controller;
    entry.running = task.run(controller.signal).finally(() => {
      entry.controller = undefined;
      entry.running = undefined;
    });
  }

  function stop(entry: Entry): void {
    entry.disarm();
    entry.controller?.abort();
    const { running } = entry;
    if (running === undefined) return;
    ending.add(running);
    void running.finally(() => ending.delete(running));
  }

  return {
    async set(tasks) {
      const wanted = new Map(tasks.map((task) => [task.name, task]));
      await eachInSlices(entries, ([name, entry]) => {
        if (wanted.get(name)?.identity === entry.task.identity) return;
        stop(entry);
        entries.delete(name);
      });
      await eachInSlices(wanted, ([name, task]) => {
        if (!closed && !entries.has(name)) entries.set(name, start(task));
      });
    },
    async close() {
      closed = true;
      for (const entry of entries.values()) stop(entry);
      entries.clear();
      await Promise.all(ending);
    },
  };
}
