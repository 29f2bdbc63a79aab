import { setImmediate } from 'node:timers/promises';

// A probe's latency is measured on this thread, so that nothing may hold it for long.
const SLICE_MS = 4;

// The thread is one for all: however many have long work to do, they take turns, and everything else comes in between.
let lastTurn: Promise<unknown> = Promise.resolve();

/** Does something with each of many, and lets other work run every few milliseconds. */
export async function eachInSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
): Promise<void> {
  let startedAt = await ownTurn();
  for (const item of items) {
    work(item);
    if (performance.now() - startedAt < SLICE_MS) continue;
    startedAt = await ownTurn();
  }
}

/** The same for work that waits as well: a pause is to be awaited between its parts. */
export function startPauses(): () => Promise<void> {
  let startedAt = performance.now();
  return async () => {
    if (performance.now() - startedAt >= SLICE_MS) startedAt = await ownTurn();
  };
}

async function ownTurn(): Promise<number> {
  lastTurn = lastTurn.then(() => setImmediate());
  await lastTurn;
  return performance.now();
}
