import { isIP, isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';

/** Where a name server is: an address, since there is nobody who could resolve its name; with a port if not 53. */
export const nameServer = z
  .string()
  .refine(
    isServer,
    'want the address of a name server, such as 10.96.0.10, 2001:db8::53 or [2001:db8::53]:5353',
  );

const BRACKETED = /^\[(?<v6>[^\]]+)\](?::(?<port>\d{1,5}))?$/;
const WITH_PORT = /^(?<v4>[^:]+):(?<port>\d{1,5})$/;

function isServer(text: string): boolean {
  // c-ares drops the zone of an address without a word.
  if (text.includes('%')) return false;
  if (isIP(text) !== 0) return true;
  const {
    v4 = '',
    v6 = '',
    port = '53',
  } = (BRACKETED.exec(text) ?? WITH_PORT.exec(text))?.groups ?? {};
  return (isIPv4(v4) || isIPv6(v6)) && Number(port) >= 1 && Number(port) <= 65_535;
}
