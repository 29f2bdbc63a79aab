import { availableParallelism } from 'node:os';

// More than any machine has cores for; each takes memory of its own.
const MOST_WORKERS = 256;

/** `4`, or `auto` for one worker per core. */
export function parseWorkers(text: string): number {
  if (text === 'auto') return Math.min(availableParallelism(), MOST_WORKERS);
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_WORKERS) return count;
  throw new Error(
    `flag --workers: got "${text}", want a number from 1 to ${MOST_WORKERS}, or auto`,
  );
}
