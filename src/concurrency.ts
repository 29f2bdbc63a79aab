// A thread that is later than this makes the latencies that it measures too long.
const LATE_SECONDS = 0.005;
// So few runs cannot make each other wait for long, and a target that hangs must not hold up all others.
const FEWEST = 16;
const SHARE_KEPT = 0.75;
const MORE_AT_A_TIME = 16;

export interface Concurrency {
  /** What the config allows. */
  readonly most: number;
  /** What is allowed now. */
  readonly allowed: number;
  readonly active: number;
}

/**
 * How many runs may be under way, given how late the event loop was just now: fewer where it cannot keep up with
 * those there are, since they would measure one another, and those that wait in the queue do not count that as latency.
 */
export function concurrencyAfter(
  delaySeconds: number,
  { most, allowed, active }: Concurrency,
): number {
  if (delaySeconds <= LATE_SECONDS) return Math.min(most, allowed + MORE_AT_A_TIME);
  const fewer = Math.floor(Math.min(allowed, active) * SHARE_KEPT);
  return Math.min(allowed, Math.max(Math.min(FEWEST, most), fewer));
}
