import { isIP, type Socket } from 'node:net';
import { dial, dialAny } from '../../src/net/connect.ts';
import type { Place } from '../../src/net/place.ts';
import { placeText } from '../../src/net/place-text.ts';
import { dialThrough } from '../../src/net/proxy/dial.ts';
import { proxyName } from '../../src/net/proxy/proxy.ts';
import { startTls } from '../../src/net/tls.ts';
import { observeTls, type TlsFacts } from '../../src/net/tls-facts.ts';
import { hostWithoutPort } from './authority.ts';
import type { Context } from './context.ts';
import { hostIn } from './headers.ts';
import type { Request } from './request.ts';
import type { Way } from './way.ts';

export interface Connection {
  readonly socket: Socket;
  /** What TLS showed, if it is spoken: with the target, or else with the proxy. */
  readonly facts: TlsFacts | undefined;
}

/** To the target, or to a proxy. The socket is the caller's to destroy. */
export async function connect(context: Context, place: Place, way: Way): Promise<Connection> {
  const { network, signal, enter } = context;
  const { name, port, isTls } = place;
  const { host, proxy, isAny } = way;
  const about = placeText(host, port);
  if (proxy !== undefined) {
    enter('connect', `${about} by ${proxyName(proxy)}`);
    return dialThrough(proxy, { host, port, isTls }, context);
  }
  enter('connect', about);
  const destination = { name, address: host, port };
  const onAnother = (address: string): void => enter('connect', placeText(address, port));
  const socket = isAny
    ? await dialAny(network, { ...destination, onAnother }, signal)
    : await dial(network, destination, signal);
  return { socket, facts: undefined };
}

/** Goes on in TLS with the target. */
export async function secure(
  plain: Socket,
  context: Context,
  { place, request }: { readonly place: Place; readonly request: Request },
): Promise<Connection> {
  const { target, config, observe, signal, enter, show } = context;
  // What the config says of names is about the target's own, not of those that it leads to.
  const isOwn = place.host === target.host;
  const named = isOwn ? (config.tls_config.server_name ?? hostFor(context, request)) : undefined;
  const serverName = named === undefined ? place.name : hostWithoutPort(named);
  enter('tls', serverName);
  let facts: TlsFacts | undefined;
  try {
    const socket = await startTls(
      plain,
      {
        config: config.tls_config,
        serverName,
        // Without HTTP/2, which knows no switch to another protocol, there is nothing to choose; some servers refuse a lone http/1.1.
        ...(config.enable_http2 && request.upgrade === undefined && { alpn: ['h2', 'http/1.1'] }),
        onFacts: (seen) => {
          facts = seen;
        },
        show,
      },
      signal,
    );
    return { socket, facts };
  } catch (error) {
    // Nothing else will come; why the certificate was refused is in there.
    if (facts !== undefined) observeTls(observe, facts);
    throw error;
  }
}

/** An address has no name of its own to ask for: the config's goes on to count where the address leads to itself. */
function hostFor({ target, config }: Context, { host }: Request): string | undefined {
  return host ?? (isIP(target.name) > 0 ? hostIn(config.headers) : undefined);
}
