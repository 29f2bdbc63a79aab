import { isIP } from 'node:net';
import type { Context } from './context.ts';

/** `[::1]:443` is `::1` to whoever looks it up. */
export function hostWithoutPort(host: string): string {
  return /^\[(.*)\](?::\d*)?$/.exec(host)?.[1] ?? host.replace(/^([^:]*):\d*$/, '$1');
}

/**
 * Throws if the guard refuses an address that a proxy is told. A name is the proxy's to look up; but 2130706433 and
 * the like are taken for addresses by some.
 */
export function requireNoRefusal({ network }: Context, host: string): void {
  const literal = isIP(host) > 0 ? host : (URL.parse(`http://${host}/`)?.hostname ?? '');
  if (isIP(literal) > 0) network.permit(literal);
}

/**
 * The same for a Host header: a proxy that is told whole URLs looks up what stands there, which a request may choose
 * without regard to its target.
 */
export async function requirePermitted(context: Context, authority: string): Promise<void> {
  const { config, network, signal } = context;
  const host = hostWithoutPort(authority);
  requireNoRefusal(context, host);
  if (config.skip_resolve_phase_with_proxy) return;
  for (const { address } of await network.resolve(host, signal)) network.permit(address);
}
