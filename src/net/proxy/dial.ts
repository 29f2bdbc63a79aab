import type { Socket } from 'node:net';
import { classify, failure } from '../../failure.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import { dialNamed } from '../connect.ts';
import { isHeaderName } from '../header-text.ts';
import type { Network } from '../network.ts';
import { startTls } from '../tls.ts';
import type { TlsFacts } from '../tls-facts.ts';
import type { TlsConfig } from '../tls-schema.ts';
import { userAgent } from '../user-agent.ts';
import type { Destination } from './choose.ts';
import { type Proxy, proxyName } from './proxy.ts';
import type { ProxyConfig } from './schema.ts';
import { openSocks } from './socks.ts';
import { openTunnel } from './tunnel.ts';

export interface Way {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly config: Pick<ProxyConfig, 'proxy_connect_header'> & { readonly tls_config: TlsConfig };
}

export interface Reached {
  readonly socket: Socket;
  /** What the proxy itself showed, if it speaks TLS. */
  readonly facts: TlsFacts | undefined;
}

/**
 * Connects to a destination through a proxy. The socket speaks to the destination, or, where the proxy is to be told
 * whole URLs, to the proxy. It is the caller's to destroy. The guard cannot see where a proxy connects to: whoever
 * calls this has asked it.
 */
export async function dialThrough(proxy: Proxy, to: Destination, way: Way): Promise<Reached> {
  const { signal } = way;
  let reached: Reached | undefined;
  try {
    reached = await reach(proxy, to, way);
    if (!takesUrls(proxy, to)) await passOn(reached.socket, proxy, to, way);
    return reached;
  } catch (error) {
    reached?.socket.destroy();
    const { reason, detail, ownTrouble } = classify(error, signal);
    throw Object.assign(failure(reason, `${proxyName(proxy)}: ${detail}`, { cause: error }), {
      // As long as it was not asked for the target, it said nothing about it.
      ownTrouble: reached === undefined || ownTrouble,
    });
  }
}

/** Whether the proxy is asked for a whole URL by each request, rather than once for a connection. */
export function takesUrls({ kind }: Proxy, { isTls }: Pick<Destination, 'isTls'>): boolean {
  return kind !== 'socks5' && !isTls;
}

/** What goes with every request that a proxy is to understand. */
export function proxyAuthorization({ user }: Proxy): string | undefined {
  return user && basicAuthorization(user.name, user.password.reveal());
}

async function reach(
  proxy: Proxy,
  to: Destination,
  { network, signal, config }: Way,
): Promise<Reached> {
  const socket = await dialNamed(network, proxy, signal);
  if (proxy.kind !== 'tls') return { socket, facts: undefined };
  const { tls_config } = config;
  // A name in the config is the target's, unless that has no use for it.
  const serverName = (to.isTls ? undefined : tls_config.server_name) ?? proxy.host;
  let facts: TlsFacts | undefined;
  const onFacts = (seen: TlsFacts): void => {
    facts = seen;
  };
  try {
    return {
      socket: await startTls(socket, { config: tls_config, serverName, onFacts }, signal),
      facts,
    };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function passOn(
  socket: Socket,
  proxy: Proxy,
  to: Destination,
  { signal, config }: Way,
): Promise<void> {
  const { host, port } = to;
  if (proxy.kind === 'socks5') return openSocks(socket, { host, port, user: proxy.user }, signal);
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return openTunnel(socket, { authority, headers: connectHeaders(proxy, config) }, signal);
}

function connectHeaders(proxy: Proxy, { proxy_connect_header }: Way['config']): readonly string[] {
  const authorization = proxyAuthorization(proxy);
  const replaced = new Set([
    'host',
    ...(authorization === undefined ? [] : ['proxy-authorization']),
  ]);
  const headers = proxy_connect_header
    // As Go programs do: a name that cannot be sent is not sent.
    .filter(([name]) => !replaced.has(name.toLowerCase()) && isHeaderName(name))
    .flatMap(([name, values]) => values.map((value) => `${name}: ${oneLine(value.reveal())}`));
  if (authorization !== undefined) headers.push(`Proxy-Authorization: ${authorization}`);
  const isNamed = headers.some((line) => /^user-agent:/i.test(line));
  return isNamed ? headers : [`User-Agent: ${userAgent}`, ...headers];
}

function oneLine(text: string): string {
  return Buffer.from(text.replace(/[\r\n]/g, ' ').trim()).toString('latin1');
}
