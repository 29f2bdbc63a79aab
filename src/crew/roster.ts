import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import type { Ending, Member } from './member.ts';
import { startMourning } from './replacement.ts';

/** Keeps a worker in every place. */
export interface Roster {
  /** Rejects with what the first worker lacks that cannot start; then none is left. */
  start(this: void): Promise<void>;
  /** Those that work now. */
  ready(this: void): readonly Member[];
  member(this: void, index: number): Member | undefined;
  /** Rejects when none works, and none can be made to. */
  readonly broken: Promise<never>;
  /** Replaces nobody any more; ends all, once each has answered those that wait. */
  close(this: void): Promise<void>;
}

export interface RosterOptions {
  readonly count: number;
  readonly log: Log;
  readonly fork: (index: number) => Member;
  /** Makes a new worker work, and ready. Rejects with what it lacks. */
  readonly begin: (member: Member) => Promise<void>;
  readonly onDeath: (index: number) => void;
}

// A worker gives those that wait 26 s itself.
const DRAIN_MS = 28_000;
const LEAVE_MS = 2000;

export function createRoster({ count, log, fork, begin, onDeath }: RosterOptions): Roster {
  const members = new Map<number, Member>();
  const { promise: broken, reject: onBroken } = Promise.withResolvers<never>();
  // Nobody may be waiting for it.
  broken.catch(() => {});
  const stopping = new AbortController();
  const ready = (): readonly Member[] => [...members.values()].filter(({ isReady }) => isReady);

  async function hire(index: number): Promise<void> {
    const member = fork(index);
    members.set(index, member);
    const bornAt = performance.now();
    void member.ended.then((ending) => onEnded(member, ending, performance.now() - bornAt));
    await begin(member);
    log.info('worker started', { worker: index, pid: member.pid });
  }

  const mournings = Array.from({ length: count }, startMourning);

  async function onEnded(member: Member, ending: Ending, livedMs: number): Promise<void> {
    const { index, pid } = member;
    member.isReady = false;
    if (stopping.signal.aborted) return;
    const delayMs = mournings[index]?.(livedMs) ?? 0;
    log.error('worker ended', {
      worker: index,
      pid,
      ...ending,
      replaced_in_seconds: delayMs / 1000,
    });
    onDeath(index);
    try {
      await sleep(delayMs, undefined, { signal: stopping.signal });
    } catch {
      // There is no need for another.
      return;
    }
    await replace(index);
  }

  async function replace(index: number): Promise<void> {
    try {
      await hire(index);
    } catch (error) {
      // Who died over it is replaced for that.
      const member = members.get(index);
      if (member?.hasEnded !== false) return;
      const problem = error instanceof Error ? error.message : String(error);
      log.error('worker cannot start', { worker: index, problem });
      // With nobody left it is for whoever started us to start us again.
      if (ready().length === 0) onBroken(error);
      member.end();
    }
  }

  async function endAll(): Promise<void> {
    stopping.abort();
    for (const { end, hasEnded } of members.values()) if (!hasEnded) end();
    await Promise.all([...members.values()].map(({ ended }) => ended));
  }

  return {
    async start() {
      try {
        await Promise.all(Array.from({ length: count }, (_, index) => hire(index)));
      } catch (error) {
        await endAll();
        throw error;
      }
    },
    ready,
    member: (index) => members.get(index),
    broken,
    async close() {
      stopping.abort();
      const working = ready();
      const timeoutMs = DRAIN_MS;
      await Promise.allSettled(
        working.map(({ line }) => line.ask('drain', undefined, { timeoutMs })),
      );
      await Promise.allSettled(working.map((member) => leaving(member)));
      await endAll();
    },
  };
}

/** Those who ask for the rest of an exposition have it by now. */
async function leaving({ line, ended }: Member): Promise<void> {
  line.ask('leave', undefined).catch(() => {});
  await Promise.race([ended, sleep(LEAVE_MS, undefined, { ref: false })]);
}
