import ipaddr from 'ipaddr.js';
import { addressBytes } from '../../src/net/reach.ts';

const AF_INET = 2;
const AF_INET6 = 10;

export interface SocketAddress {
  readonly family: 4 | 6;
  /** As Linux reads it: `struct sockaddr_in` or `sockaddr_in6`, without a port. */
  readonly packed: Uint8Array;
}

/**
 * An IPv4 address that is written as IPv6 is that IPv4 address. In `fe80::1%eth0` the zone is the name of an
 * interface, or its number.
 */
export function socketAddress(
  text: string,
  interfaceIndex: (name: string) => number,
): SocketAddress {
  const [plain = '', zone = ''] = text.split('%', 2);
  const bytes = addressBytes(plain);
  if (bytes === undefined) throw new Error(`BUG: ${text} is no address`);
  const family = bytes.length === 4 ? 4 : 6;
  const view = new DataView(new ArrayBuffer(family === 4 ? 16 : 28));
  const packed = new Uint8Array(view.buffer);
  view.setUint16(0, family === 4 ? AF_INET : AF_INET6, true);
  packed.set(bytes, family === 4 ? 4 : 8);
  if (family === 6 && zone !== '') {
    view.setUint32(24, /^\d+$/.test(zone) ? Number(zone) : interfaceIndex(zone), true);
  }
  return { family, packed };
}

/** The bytes of the IP address in a packed one; empty if it is something else. */
export function addressIn(packed: Uint8Array): Uint8Array {
  const family = (packed[0] ?? 0) + (packed[1] ?? 0) * 0x100;
  if (family === AF_INET) return packed.subarray(4, 8);
  return family === AF_INET6 ? packed.subarray(8, 24) : packed.subarray(0, 0);
}

/** For people; undefined if there is none in it. */
export function addressText(packed: Uint8Array): string | undefined {
  const bytes = addressIn(packed);
  if (bytes.length !== 4 && bytes.length !== 16) return undefined;
  return ipaddr.fromByteArray([...bytes]).toString();
}
