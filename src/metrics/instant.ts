/**
 * A point in time, exact to the nanosecond. A double of seconds cannot tell two points apart that are
 * less than a quarter of a microsecond from each other, and protobuf wants these two fields anyway.
 */
export interface Instant {
  /** Whole seconds since the Unix epoch, rounded down. */
  readonly seconds: number;
  /** 0 to 999 999 999. */
  readonly nanos: number;
}

/** Takes the decimal digits that the number prints with: 1604512662.448578 keeps its six. */
export function instantOfSeconds(unixSeconds: number): Instant {
  // Digits count away from zero, nanos count upwards.
  if (unixSeconds < 0) return negated(instantOfSeconds(-unixSeconds));
  const seconds = Math.floor(unixSeconds);
  const [, fraction = ''] = (unixSeconds === seconds ? '' : decimal(unixSeconds)).split('.');
  return { seconds, nanos: Number(fraction.slice(0, 9).padEnd(9, '0')) };
}

export function instantOfMillis(unixMillis: number): Instant {
  const seconds = Math.floor(unixMillis / 1000);
  const nanos = Math.round((unixMillis - seconds * 1000) * 1_000_000);
  return nanos < 1_000_000_000 ? { seconds, nanos } : { seconds: seconds + 1, nanos: 0 };
}

export function isLater(a: Instant, b: Instant): boolean {
  return a.seconds === b.seconds ? a.nanos > b.nanos : a.seconds > b.seconds;
}

/** `1604512662.448578`: as many decimals as there are, none if there are none. */
export function instantText({ seconds, nanos }: Instant): string {
  if (nanos === 0) return String(seconds);
  if (seconds < 0) return `-${instantText(negated({ seconds, nanos }))}`;
  return `${seconds}.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

function negated({ seconds, nanos }: Instant): Instant {
  return nanos === 0
    ? { seconds: 0 - seconds, nanos }
    : { seconds: -seconds - 1, nanos: 1_000_000_000 - nanos };
}

function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(9) : text;
}
