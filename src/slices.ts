import { setImmediate } from 'node:timers/promises';

// A probe's latency is measured on this thread, so that nothing may hold it for long.
const SLICE_MS = 4;

/** Does something with each of many, and lets other work run every few milliseconds. */
export async function eachInSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  let startedAt = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - startedAt < SLICE_MS) continue;
    await setImmediate();
    startedAt = performance.now();
  }
}
