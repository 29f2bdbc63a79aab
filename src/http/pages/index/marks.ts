/** More than half of its deadline is slow. */
const SLOW_PART = 0.5;
const EXPIRING_DAYS = 14;
const DAY_MS = 86_400_000;

// As a reader finds them beside the filters; the alerts of deploy/ mean the same.
export const SLOW_MEANS = 'the last run took more than half of its deadline';
export const EXPIRING_MEANS = `a certificate expires within ${EXPIRING_DAYS} days, or has expired`;

export function isSlow(seconds: number, timeoutMs: number): boolean {
  return seconds * 1000 > timeoutMs * SLOW_PART;
}

export function isExpiringAt(expiresAtMs: number, nowMs: number): boolean {
  return expiresAtMs - nowMs < EXPIRING_DAYS * DAY_MS;
}
