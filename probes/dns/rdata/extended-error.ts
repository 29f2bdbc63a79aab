import type { Cursor } from '../cursor.ts';

/** RFC 8914, by number. */
const NAMES = [
  'Other',
  'Unsupported DNSKEY Algorithm',
  'Unsupported DS Digest Type',
  'Stale Answer',
  'Forged Answer',
  'DNSSEC Indeterminate',
  'DNSSEC Bogus',
  'Signature Expired',
  'Signature Not Yet Valid',
  'DNSKEY Missing',
  'RRSIGs Missing',
  'No Zone Key Bit Set',
  'NSEC Missing',
  'Cached Error',
  'Not Ready',
  'Blocked',
  'Censored',
  'Filtered',
  'Prohibited',
  'Stale NXDOMAIN Answer',
  'Not Authoritative',
  'Not Supported',
  'No Reachable Authority',
  'Network Error',
  'Invalid Data',
  'Signature Expired Before Valid',
  'Too Early',
  'Unsupported NSEC3 Iterations Value',
  'Unable To Conform To Policy',
  'Synthesized',
  'Invalid Query Type',
] as const;

/** `18 (Prohibited): (whatever the server says)`. */
export function extendedError(value: Cursor): string {
  const code = value.number(2);
  const name = NAMES[code];
  const words = value.rest().toString('latin1');
  return `${code}${name === undefined ? '' : ` (${name})`}: (${words})`;
}
