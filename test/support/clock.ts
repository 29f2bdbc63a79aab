import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../../src/schedule/clock.ts';

/** Time that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Lets time pass: wakes come in order of time, and what they start settles before the next. */
  advance(this: void, ms: number): Promise<void>;
  /** Time passes and nothing wakes, as when the process is stopped: what is due comes with the next `advance`. */
  stall(this: void, ms: number): void;
  /** Sets the clock, as an operator or a time server would: what already waits does not notice. */
  set(this: void, unixMs: number): void;
  /** How many wakes are still to come. */
  pending(this: void): number;
}

export function createClock(unixMs: number): FakeClock {
  const wakes = new Set<{ readonly dueMs: number; readonly wake: () => void }>();
  let passedMs = 0;
  let startMs = unixMs;
  const now = (): number => startMs + passedMs;

  function earliest(): { readonly dueMs: number; readonly wake: () => void } | undefined {
    return [...wakes].sort((a, b) => a.dueMs - b.dueMs)[0];
  }

  return {
    now,
    at(unixMs, wake) {
      const entry = { dueMs: passedMs + Math.max(0, unixMs - now()), wake };
      wakes.add(entry);
      return () => wakes.delete(entry);
    },
    async advance(ms) {
      const endMs = passedMs + ms;
      await settled();
      for (let next = earliest(); next !== undefined && next.dueMs <= endMs; next = earliest()) {
        wakes.delete(next);
        passedMs = Math.max(passedMs, next.dueMs);
        next.wake();
        await settled();
      }
      passedMs = endMs;
      await settled();
    },
    stall(ms) {
      passedMs += ms;
    },
    set(unixMs) {
      startMs = unixMs - passedMs;
    },
    pending: () => wakes.size,
  };
}
