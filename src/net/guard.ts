import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { failure } from '../failure.ts';
import { addressBytes, reachedBy, startsWith } from './reach.ts';

/** Where clouds keep their secrets, and link-local addresses: nobody's service lives there. */
export const DEFAULT_DENY: readonly string[] = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128',
  '100.100.100.200/32',
];

/** One network, `10.0.0.0/8`, or one address. */
export const network = z.string().refine((text) => parseNetwork(text) !== undefined, {
  error: ({ input }) =>
    `got ${JSON.stringify(input)}, want a network as 10.0.0.0/8 or fd00::/8, or an address`,
});

export interface GuardOptions {
  readonly deny: readonly string[];
  /** Empty: every network that is not denied. */
  readonly allow: readonly string[];
}

const MOST_REMEMBERED = 10_000;

/**
 * Gives `permit`, which throws the verdict `blocked` for an address in a denied network, or in no allowed one
 * if there are any. Where both name an address, the smaller network decides, and a tie refuses.
 */
export function createGuard({ deny, allow }: GuardOptions): (address: string) => void {
  const denied = deny.map(requireNetwork);
  const allowed = allow.map(requireNetwork);
  // The same few addresses are asked for again and again.
  const permitted = new Set<string>();

  return (address) => {
    if (permitted.has(address)) return;
    judge(address);
    if (permitted.size >= MOST_REMEMBERED) permitted.clear();
    permitted.add(address);
  };

  function judge(address: string): void {
    const reached = reachedBy(address);
    const end = reached.at(-1);
    if (end === undefined) throw failure('blocked', `${JSON.stringify(address)} is no address`);
    for (const bytes of reached) {
      const no = smallest(denied, bytes);
      if (no === undefined || (smallest(allowed, bytes)?.prefix ?? -1) > no.prefix) continue;
      throw failure('blocked', `${names(address, bytes)} lies in the denied network ${no.text}`);
    }
    // Where the packet ends up counts: to allow the network of a gateway allows nothing behind it.
    if (allowed.length === 0 || smallest(allowed, end) !== undefined) return;
    throw failure('blocked', `${names(address, end)} lies in no allowed network (${list(allow)})`);
  }
}

interface Subnet {
  readonly text: string;
  readonly bytes: readonly number[];
  readonly prefix: number;
}

function requireNetwork(text: string): Subnet {
  const subnet = parseNetwork(text);
  if (subnet === undefined) throw new Error(`"${text}" is neither a network nor an address`);
  return subnet;
}

function parseNetwork(text: string): Subnet | undefined {
  const [, address = '', length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bytes = addressBytes(address);
  if (bytes === undefined) return undefined;
  const bits = bytes.length * 8;
  // ::ffff:10.0.0.0/104 is 10.0.0.0/8; a shorter one holds more than IPv4 and has no such form.
  const skipped = isIPv6(address) && bits === 32 ? 96 : 0;
  const prefix = length === undefined ? bits : Number(length) - skipped;
  return prefix >= 0 && prefix <= bits ? { text, bytes, prefix } : undefined;
}

function smallest(subnets: readonly Subnet[], address: readonly number[]): Subnet | undefined {
  let found: Subnet | undefined;
  for (const subnet of subnets) {
    const isSmaller = subnet.prefix > (found?.prefix ?? -1);
    if (isSmaller && startsWith(address, subnet.bytes, subnet.prefix)) found = subnet;
  }
  return found;
}

function names(address: string, reached: readonly number[]): string {
  const end = ipaddr.fromByteArray([...reached]).toString();
  return end === address ? `the address ${address}` : `the address ${address}, which is ${end},`;
}

function list(networks: readonly string[]): string {
  const shown = networks.slice(0, 5).join(', ');
  return networks.length > 5 ? `${shown}, …` : shown;
}
