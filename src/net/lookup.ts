import type { MetricSpecs } from '../metrics/metrics.ts';
import { addressHash, chooseAddress, type IpPreference } from './choose.ts';
import type { Address, Network } from './network.ts';

/** What every probe that looks up a name says about it, found or not. */
export const lookupMetrics = {
  probe_dns_lookup_time_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'How long it took to look up the name of the target.',
  },
  probe_ip_protocol: {
    type: 'gauge',
    help: 'IP version of the address that was chosen: 4 or 6, or 0 if there was none.',
  },
  probe_ip_addr_hash: {
    type: 'gauge',
    help: 'A hash of the address that was chosen, which shows that it changed; 0 if there was none.',
  },
} as const satisfies MetricSpecs;

type Observe = (metric: keyof typeof lookupMetrics, value: number) => void;

/** Chooses the one address to probe, and observes all of the above. */
export async function lookUp(
  network: Network,
  host: string,
  preference: IpPreference,
  { signal, observe }: { readonly signal: AbortSignal; readonly observe: Observe },
): Promise<Address> {
  const start = performance.now();
  let address: Address | undefined;
  try {
    address = await chooseAddress(network, host, preference, signal);
    return address;
  } finally {
    observe('probe_dns_lookup_time_seconds', (performance.now() - start) / 1000);
    observe('probe_ip_protocol', address?.family ?? 0);
    observe('probe_ip_addr_hash', address === undefined ? 0 : addressHash(address));
  }
}
