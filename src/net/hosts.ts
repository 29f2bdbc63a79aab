import { isIP } from 'node:net';
import type { Address } from './network.ts';

/** What a hosts file says: the addresses of each name, by the name in lower case, in the file's order. */
export type Hosts = ReadonlyMap<string, readonly Address[]>;

export function parseHosts(text: string): Hosts {
  const hosts = new Map<string, Address[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    const family = familyOf(address);
    if (family === undefined) continue;
    for (const name of names) {
      const key = name.toLowerCase().replace(/\.$/, '');
      const addresses = hosts.get(key) ?? [];
      hosts.set(key, addresses);
      if (!addresses.some((known) => known.address === address))
        addresses.push({ address, family });
    }
  }
  return hosts;
}

const LOOPBACK: readonly Address[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/** Nobody but this machine is `localhost`, whatever a file or a name server says (RFC 6761). */
export function localhost(name: string, hosts: Hosts): readonly Address[] | undefined {
  if (name !== 'localhost' && !name.endsWith('.localhost')) return undefined;
  // The file tells which IP versions this machine speaks.
  const listed = hosts.get(name) ?? hosts.get('localhost') ?? [];
  const own = listed.filter(({ address }) => address === '::1' || address.startsWith('127.'));
  return own.length > 0 ? own : LOOPBACK;
}

export function familyOf(address: string): 4 | 6 | undefined {
  const version = isIP(address);
  return version === 4 || version === 6 ? version : undefined;
}
