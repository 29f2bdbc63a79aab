import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { type Entries, type Show, UNSEEN } from '../evidence.ts';
import { failure } from '../failure.ts';
import type { Address, Network } from './network.ts';
import { yamlBoolean } from './schema.ts';

/** Which of a name's addresses a probe takes. Anything but `ip6` means IPv4, as it always did for blackbox_exporter. */
export const ipPreference = {
  preferred_ip_protocol: z.string().optional(),
  ip_protocol_fallback: yamlBoolean.default(true),
};

export interface IpPreference {
  readonly preferred_ip_protocol?: string | undefined;
  readonly ip_protocol_fallback: boolean;
}

/** What means something else than it says. */
export function* ipWarnings({ preferred_ip_protocol: said }: IpPreference): Generator<string> {
  if (said && said !== 'ip4' && said !== 'ip6')
    yield `preferred_ip_protocol: got ${JSON.stringify(said)}, which means ip4: want ip4 or ip6`;
}

export interface ChoiceContext {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly show: Show;
}

/** Exactly one address: the first of the preferred family, else, if allowed, that of the other which stands `other`. */
export async function chooseAddress(
  { network, signal, show }: ChoiceContext,
  host: string,
  preference: IpPreference,
  // As blackbox_exporter, whose targets of several addresses show by their hash which one it was.
  other: 'first' | 'last' = 'last',
): Promise<Address> {
  const family = (preference.preferred_ip_protocol || 'ip6') === 'ip6' ? 6 : 4;
  const addresses = await network.resolve(host, signal, family);
  const preferred = addresses.find((address) => address.family === family);
  const fallback = preference.ip_protocol_fallback
    ? addresses.at(other === 'last' ? -1 : 0)
    : undefined;
  const chosen = preferred ?? fallback;
  if (show !== UNSEEN)
    show({ kind: 'entries', title: 'Addresses', entries: entriesOf(host, addresses, chosen) });
  if (chosen !== undefined) return chosen;
  throw failure('resolve', `${host} has no IPv${family} address, and ip_protocol_fallback is off`);
}

function entriesOf(
  host: string,
  addresses: readonly Address[],
  chosen: Address | undefined,
): Entries['entries'] {
  const entries: [string, string][] = [['name', host]];
  if (chosen !== undefined) entries.push(['chosen', chosen.address]);
  for (const other of addresses) if (other !== chosen) entries.push(['also', other.address]);
  return entries;
}

/** FNV-1a over the raw bytes: tells that an address changed without naming it. */
export function addressHash({ address, family }: Address): number {
  let hash = 0x811c9dc5;
  const bytes = family === 4 ? address.split('.').map(Number) : ipaddr.parse(address).toByteArray();
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}
