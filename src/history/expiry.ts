import type { Result } from '../result.ts';

// What every probe that speaks TLS says, whatever it is.
const METRIC = 'probe_ssl_earliest_cert_expiry';

/** When the certificate of a target expires, in Unix milliseconds, as far as its last runs know: none without TLS. */
export function expiryAfter(result: Result, before: number | undefined): number | undefined {
  const seen = result.samples.find(({ metric }) => metric === METRIC);
  if (seen !== undefined) return Number.isFinite(seen.value) ? seen.value * 1000 : undefined;
  // What failed before it came to that says nothing; what ended well without TLS has none.
  return result.outcome === 'success' ? undefined : before;
}
