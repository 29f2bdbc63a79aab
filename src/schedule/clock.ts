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
    let timer: NodeJS.Timeout;
    function wait(): void {
      const leftMs = unixMs - Date.now();
      timer =
        leftMs > LONGEST_WAIT_MS
          ? setTimeout(wait, LONGEST_WAIT_MS)
          : setTimeout(wake, Math.max(0, Math.ceil(leftMs)));
    }
    wait();
    return () => clearTimeout(timer);
  },
};
