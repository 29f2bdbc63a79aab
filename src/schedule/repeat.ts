import type { Clock } from './clock.ts';
import { nextTick } from './offset.ts';

/**
 * Calls at once, and then every interval counted from now, however long the calls take; those that were missed meanwhile
 * are left out. The answer ends it.
 */
export function repeat(clock: Clock, intervalMs: number, call: () => void): () => void {
  const offsetMs = clock.now() % intervalMs;
  let disarm = (): void => {};

  function arm(afterMs: number): void {
    const plannedMs = nextTick(afterMs, intervalMs, offsetMs);
    disarm = clock.at(plannedMs, () => {
      const now = clock.now();
      // A timer may fire a moment early; a clock that was set back must not stop all until it has caught up.
      arm(plannedMs - now > intervalMs ? now : Math.max(now, plannedMs));
      call();
    });
  }

  arm(clock.now());
  call();
  return () => disarm();
}
