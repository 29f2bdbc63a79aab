import type { MetricSpecs } from '../metrics/metrics.ts';
import { secondsOf } from '../seconds.ts';
import { addressHash, type ChoiceContext, chooseAddress, type IpPreference } from './choose.ts';
import type { Address } from './network.ts';

/** To be spread into the metrics of every probe that looks a name up. */
export const lookUpMetrics = {
  probe_dns_lookup_time_seconds: {
    type: 'gauge',
    unit: 'seconds',
    // Plain ASCII: one other letter doubles the text of a whole answer in memory, and the work to write it.
    help: 'How long it took to look up the name of the target.',
  },
  probe_ip_protocol: {
    type: 'gauge',
    help: 'The IP version of the address that was chosen; 0 if there was none.',
  },
  probe_ip_addr_hash: {
    type: 'gauge',
    help: 'Changes when the address that was chosen does; 0 if there was none.',
  },
} as const satisfies MetricSpecs;

export interface LookUpContext extends ChoiceContext {
  observe(this: void, metric: keyof typeof lookUpMetrics, value: number): void;
}

/** Chooses the one address to be asked, and observes what blackbox_exporter does, also when there is none. */
export async function lookUp(
  context: LookUpContext,
  host: string,
  preference: IpPreference,
): Promise<Address> {
  const { signal, observe } = context;
  const startedAt = performance.now();
  const stop = (): void => {
    observe('probe_dns_lookup_time_seconds', secondsOf(performance.now() - startedAt));
  };
  observe('probe_ip_protocol', 0);
  observe('probe_ip_addr_hash', 0);
  // What is observed after the deadline comes too late; the abort itself is just in time.
  signal.addEventListener('abort', stop, { once: true });
  try {
    const chosen = await chooseAddress(context, host, preference);
    observe('probe_ip_protocol', chosen.family);
    observe('probe_ip_addr_hash', addressHash(chosen));
    return chosen;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
