import { failure } from '../../failure.ts';
import type { EnvironmentProxies } from './environment.ts';
import type { Proxy } from './proxy.ts';
import type { ProxyConfig } from './schema.ts';

/** Where a request goes in the end. */
export interface Destination {
  /** A name, or an address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

type Choice = Pick<ProxyConfig, 'proxy_url' | 'no_proxy' | 'proxy_from_environment'>;

/** Whether there is a proxy to be asked for, for some destinations at least. */
export function isProxied({ proxy_url, proxy_from_environment }: Choice): boolean {
  return proxy_url !== undefined || proxy_from_environment;
}

/** The proxy by which a destination is reached; undefined for none. */
export function proxyFor(
  { proxy_url, no_proxy, proxy_from_environment }: Choice,
  { host, port, isTls }: Destination,
  environment: EnvironmentProxies | undefined,
): Proxy | undefined {
  if (proxy_from_environment) {
    const proxy = isTls ? environment?.tls : environment?.plain;
    return environment?.noProxy(host, port) === true ? undefined : proxy;
  }
  if (proxy_url === undefined || proxy_url.isEmpty) return undefined;
  if (no_proxy?.(host, port) === true) return undefined;
  if (proxy_url.proxy !== undefined) return proxy_url.proxy;
  throw failure('internal', 'proxy_url names no host');
}
