/** The machine's clock, so that tests can have their own. */
export interface Clock {
  /** Unix milliseconds. */
  now(this: void): number;
  /** Calls `wake` once, at that time or soon after; the answer takes it back. */
  at(this: void, unixMs: number, wake: () => void): () => void;
}

// What setTimeout can hold; a longer wait would fire at once.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  at(unixMs, wake) {
    const leftMs = unixMs - Date.now();
    if (leftMs > LONGEST_WAIT_MS) return atLast(unixMs, wake);
    const timer = setTimeout(wake, Math.max(0, Math.ceil(leftMs)));
    return () => clearTimeout(timer);
  },
};

function atLast(unixMs: number, wake: () => void): () => void {
  let takeBack = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    takeBack = systemClock.at(unixMs, wake);
  }, LONGEST_WAIT_MS);
  return () => takeBack();
}
