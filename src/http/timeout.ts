// Without a scraper's word, as long as blackbox_exporter allows; and never so short that nothing can succeed.
const DEFAULT_SECONDS = 120;
const FLOOR_SECONDS = 0.05;

/**
 * Milliseconds that a probe may take so that its answer still reaches the scraper: its own timeout, or the
 * scraper's less the offset if that is shorter. The floor never exceeds what the scraper itself allows.
 */
export function effectiveTimeoutMs(
  moduleMs: number | undefined,
  scraperSeconds: number | undefined,
  offsetSeconds: number,
): number {
  const allowed = scraperSeconds ?? DEFAULT_SECONDS;
  const left = Math.max(allowed - offsetSeconds, Math.min(FLOOR_SECONDS, allowed));
  const wanted = moduleMs === undefined || moduleMs <= 0 ? Number.POSITIVE_INFINITY : moduleMs;
  // To the microsecond, so that 0.8 less 0.5 is 0.3.
  return Math.min(wanted, Math.round(left * 1e6) / 1000);
}

/** Reads `X-Prometheus-Scrape-Timeout-Seconds`; absent, empty and 0 say nothing. Throws on what is no number. */
export function scraperTimeout(header: string): number | undefined {
  if (header === '') return undefined;
  const seconds = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(header)
    ? Number(header)
    : Number.NaN;
  if (!Number.isFinite(seconds)) {
    throw new Error(`got ${JSON.stringify(header.slice(0, 100))}, want a number of seconds`);
  }
  return seconds > 0 ? seconds : undefined;
}
