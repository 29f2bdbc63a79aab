/** To the nanosecond: what lies below is noise, and long to print. */
export function secondsOf(ms: number): number {
  return Math.round(ms * 1e6) / 1e9;
}
