import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Bytes = readonly number[];

const MAPPED = ipaddr.parse('::ffff:0:0').toByteArray();

// IPv6 networks whose gateways hand a packet on to the IPv4 address that it carries: NAT64, stateless
// translation, 6to4.
const CARRIERS = [
  { network: ipaddr.parse('64:ff9b::').toByteArray(), bits: 96, at: 12 },
  { network: ipaddr.parse('::ffff:0:0:0').toByteArray(), bits: 96, at: 12 },
  { network: ipaddr.parse('2002::').toByteArray(), bits: 16, at: 2 },
];

/**
 * Every address, as its bytes, that a packet to this one may end up at, itself first: a guard that looks only at
 * how an address is written is walked around. Empty if the text is no address.
 */
export function reachedBy(address: string): readonly Bytes[] {
  const [plain = ''] = address.split('%', 1);
  const bytes = addressBytes(plain);
  if (bytes === undefined) return [];
  const reached = [bytes];
  for (const { network, bits, at } of CARRIERS) {
    if (startsWith(bytes, network, bits)) reached.push(bytes.slice(at, at + 4));
  }
  return reached.flatMap((each) =>
    each.every((byte) => byte === 0) ? [each, loopback(each)] : [each],
  );
}

/** An IPv4 address written as IPv6 is that IPv4 address. */
export function addressBytes(text: string): Bytes | undefined {
  // isIP first: ipaddr.js also reads 010.1 and 0x7f000001, which others take for other addresses.
  if (isIP(text) === 0) return undefined;
  const bytes = ipaddr.parse(text).toByteArray();
  return startsWith(bytes, MAPPED, 96) ? bytes.slice(12) : bytes;
}

export function startsWith(address: Bytes, start: Bytes, bits: number): boolean {
  if (address.length !== start.length) return false;
  const whole = bits >> 3;
  for (let index = 0; index < whole; index += 1) {
    if (address[index] !== start[index]) return false;
  }
  const shift = 8 - (bits & 7);
  return shift === 8 || (address[whole] ?? 0) >> shift === (start[whole] ?? 0) >> shift;
}

/** Linux connects to itself where the address is all zeros. */
function loopback(zeros: Bytes): Bytes {
  return zeros.length === 4 ? [127, 0, 0, 1] : [...zeros.slice(1), 1];
}
