import type { ListedTarget } from '../config/config.ts';
import { type Pace, runsPerSecond } from './load.ts';

interface HostLoad {
  readonly host: string;
  readonly requestsPerMinute: number;
}

export interface Hosts {
  readonly count: number;
  /** The most asked first. */
  readonly most: readonly HostLoad[];
}

const MOST_LISTED = 10;

/** How often hosts are asked. Redirects, and what a proxy is asked, are not foreseen. */
export function hostsOf(targets: readonly ListedTarget[], pace: Pace): Hosts {
  const byHost = new Map<string, number>();
  for (const target of targets) {
    const host = hostOf(target.address);
    byHost.set(host, (byHost.get(host) ?? 0) + runsPerSecond(target, pace) * 60);
  }
  const most = Array.from(byHost, ([host, requestsPerMinute]) => ({ host, requestsPerMinute }))
    .sort((a, b) => b.requestsPerMinute - a.requestsPerMinute || (a.host < b.host ? -1 : 1))
    .slice(0, MOST_LISTED);
  return { count: byHost.size, most };
}

/** The host of `https://host:1/path`, `host:1`, `[::1]:1`, `host/path` or `host`; a path of this machine is its own. */
function hostOf(address: string): string {
  if (address.startsWith('/')) return address;
  const [, authority = address] =
    /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)/i.exec(address) ?? [];
  // An IPv6 address without brackets has no port.
  const [, host = authority] = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(authority) ?? [];
  return host.toLowerCase();
}
