const BEAT_MS = 20;

/** Measures how late this thread gets to what is due, some fifty times a second. Gives what ends it. */
export function watchEventLoop(observe: (delaySeconds: number) => void): () => void {
  let last = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    observe(Math.max(0, now - last - BEAT_MS) / 1000);
    last = now;
  }, BEAT_MS);
  // It measures others, and keeps nothing alive.
  beat.unref();
  return () => clearInterval(beat);
}
