export function milliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

export function utc(unixMs: number): string {
  return `${new Date(unixMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** To the microsecond, as created timestamps are. */
export function instantText(unixSeconds: number): string {
  const whole = Math.round(unixSeconds * 1e6);
  const seconds = Math.floor(whole / 1e6);
  const fraction = ((whole - seconds * 1e6) / 1e6)
    .toFixed(6)
    .slice(1)
    .replace(/\.?0+$/, '');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
