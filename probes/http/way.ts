import { chooseAddress } from '../../src/net/choose.ts';
import { lookUp } from '../../src/net/look-up.ts';
import { isProxied, proxyFor } from '../../src/net/proxy/choose.ts';
import { type Proxy, proxyName } from '../../src/net/proxy/proxy.ts';
import { requireNoRefusal } from './authority.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';

/** How a place is reached. */
export interface Way {
  /** What is connected to, or what a proxy is told to connect to: an address, or a name that the proxy looks up. */
  readonly host: string;
  /** What `no_proxy` goes by. */
  readonly knownAs: string;
  readonly proxy: Proxy | undefined;
}

/** The way to the target, which is looked up first, unless that is left to the proxy. */
export async function firstWay(context: Context): Promise<Way> {
  const { target, config, enter, leave } = context;
  if (leavesNames(context)) return wayByName(context, target);
  enter('resolve');
  const { address } = await lookUp(context, target.name, config);
  leave();
  // By the address, as blackbox_exporter does: it goes into the URL there.
  return wayTo(context, target, { host: address, knownAs: address });
}

export interface Hop {
  readonly place: Place;
  readonly way: Way;
}

/** The way on to where a redirect leads. */
export async function nextWay(context: Context, to: Place, from: Hop): Promise<Way> {
  const { config, network, signal, enter, announce } = context;
  announce('resolve');
  if (leavesNames(context)) return wayByName(context, to);
  if (to.name === from.place.name) return wayTo(context, to, from.way);
  enter('resolve');
  const { address } = await chooseAddress(network, to.name, config, signal);
  return wayTo(context, to, { host: address, knownAs: to.name });
}

/** For people. */
export function wayText({ host, proxy }: Way): string {
  return proxy === undefined ? `at ${host}` : `at ${host} by ${proxyName(proxy)}`;
}

function leavesNames({ config }: Context): boolean {
  return config.skip_resolve_phase_with_proxy && isProxied(config);
}

async function wayByName(context: Context, place: Place): Promise<Way> {
  const { config, network, signal, announce } = context;
  const way = wayTo(context, place, { host: place.name, knownAs: place.name });
  if (way.proxy !== undefined) return way;
  announce('connect', 'tls', 'processing', 'transfer');
  const { address } = await chooseAddress(network, place.name, config, signal);
  return { ...way, host: address };
}

function wayTo(
  context: Context,
  { port, isTls }: Place,
  { host, knownAs }: Pick<Way, 'host' | 'knownAs'>,
): Way {
  const { config, network } = context;
  if (!isProxied(config)) return { host, knownAs, proxy: undefined };
  const proxy = proxyFor(config, { host: knownAs, port, isTls }, network.proxies);
  // A proxy connects for us, where no guard of ours is asked any more.
  if (proxy !== undefined) requireNoRefusal(context, host);
  return { host, knownAs, proxy };
}
