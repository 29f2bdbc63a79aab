/**
 * Where in its interval a target's runs start: spread evenly, and the same after a restart and on every machine.
 * The name goes through FNV-1a and a final mixing step, since names that differ in their last digit must lie far apart.
 */
export function offsetWithin(intervalMs: number, name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return Math.floor(((hash >>> 0) / 2 ** 32) * intervalMs);
}

/** The first time after `afterMs` that lies at the offset within an interval, counted from the Unix epoch. */
export function nextTick(afterMs: number, intervalMs: number, offsetMs: number): number {
  const intervals = Math.floor((afterMs - offsetMs) / intervalMs) + 1;
  const tick = intervals * intervalMs + offsetMs;
  // Rounding may lead back to the tick that has just been, if the interval is not a whole number.
  return tick - afterMs > 0.5 ? tick : tick + intervalMs;
}
