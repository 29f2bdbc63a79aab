import { chooseAddress } from '../../src/net/choose.ts';
import { lookUp } from '../../src/net/look-up.ts';
import type { Place } from '../../src/net/place.ts';
import { isProxied, proxyFor } from '../../src/net/proxy/choose.ts';
import { type Proxy, proxyName } from '../../src/net/proxy/proxy.ts';
import { requireNoRefusal } from './authority.ts';
import type { Context } from './context.ts';
import type { Redirect } from './redirect.ts';

/** How a place is reached. */
export interface Way {
  /** What is connected to, or what a proxy is told to connect to: an address, or a name that the proxy looks up. */
  readonly host: string;
  /** What `no_proxy` goes by. */
  readonly knownAs: string;
  readonly proxy: Proxy | undefined;
  /** Whether the name's other addresses do as well: of the target, the one that was chosen is what is measured. */
  readonly isAny: boolean;
}

/** The way to the target, which is looked up first, unless that is left to the proxy. */
export async function firstWay(context: Context): Promise<Way> {
  const { target, config, enter, leave } = context;
  if (leavesNames(context)) return wayByName(context, target);
  enter('resolve', target.name);
  const { address } = await lookUp(context, target.name, config);
  leave();
  // By the address, as blackbox_exporter does: it goes into the URL there.
  return wayTo(context, target, { host: address, knownAs: address, isAny: false });
}

interface Onward {
  readonly from: Place;
  /** By which that was reached. */
  readonly way: Way;
  readonly to: Place;
  readonly redirect: Pick<Redirect, 'isRelative'>;
}

/** The way on to where a redirect leads: by the address that is known, as long as the name stays the same. */
export async function nextWay(context: Context, onward: Onward): Promise<Way> {
  const { from, way, to, redirect } = onward;
  context.announce('resolve');
  if (redirect.isRelative) return way;
  if (leavesNames(context)) return wayByName(context, to);
  if (to.name !== from.name) context.enter('resolve', to.name);
  const host = to.name === from.name ? way.host : await anyAddress(context, to);
  return wayTo(context, to, { host, knownAs: to.name, isAny: true });
}

/** For people. */
export function wayText({ host, proxy }: Way): string {
  return proxy === undefined ? `at ${host}` : `at ${host} by ${proxyName(proxy)}`;
}

function leavesNames({ config }: Context): boolean {
  return config.skip_resolve_phase_with_proxy && isProxied(config);
}

async function wayByName(context: Context, place: Place): Promise<Way> {
  const way = wayTo(context, place, { host: place.name, knownAs: place.name, isAny: true });
  if (way.proxy !== undefined) return way;
  context.announce('connect', 'tls', 'processing', 'transfer');
  return { ...way, host: await anyAddress(context, place) };
}

/** Of the preferred family if there is one: whether another may do is asked of the target alone. */
async function anyAddress(context: Context, { name }: Place): Promise<string> {
  const { preferred_ip_protocol } = context.config;
  const preference = { preferred_ip_protocol, ip_protocol_fallback: true };
  return (await chooseAddress(context, name, preference, 'first')).address;
}

function wayTo(
  context: Context,
  { port, isTls }: Place,
  { host, knownAs, isAny }: Omit<Way, 'proxy'>,
): Way {
  const { config, network } = context;
  if (!isProxied(config)) return { host, knownAs, isAny, proxy: undefined };
  const proxy = proxyFor(config, { host: knownAs, port, isTls }, network.proxies);
  // A proxy connects for us, where no guard of ours is asked any more.
  if (proxy !== undefined) requireNoRefusal(context, host);
  return { host, knownAs, isAny, proxy };
}
