import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An IPv4 address in the clothes of IPv6 is reached, and counted, as what it is. Any other text stays. */
export function unmapped(text: string): string {
  if (!isIPv6(text) || text.includes('%')) return text;
  const address = ipaddr.process(text);
  return address.kind() === 'ipv4' ? address.toString() : text;
}
