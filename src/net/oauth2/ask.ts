import type { Socket } from 'node:net';
import { failure } from '../../failure.ts';
import { startQueue } from '../bytequeue.ts';
import { dialNamed } from '../connect.ts';
import { exchange } from '../exchange.ts';
import type { HttpHead } from '../http-message.ts';
import type { Network } from '../network.ts';
import { type Destination, proxyFor } from '../proxy/choose.ts';
import { dialThrough, proxyAuthorization, takesUrls } from '../proxy/dial.ts';
import type { Proxy } from '../proxy/proxy.ts';
import type { ProxyConfig } from '../proxy/schema.ts';
import { startTls } from '../tls.ts';
import type { TlsConfig } from '../tls-schema.ts';

export interface Question {
  readonly method: string;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: Buffer | undefined;
}

/** How to get there. */
export interface Means {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly config: ProxyConfig & { readonly tls_config: TlsConfig };
}

export interface Told {
  readonly head: HttpHead;
  readonly body: Buffer;
}

const MAX_BYTES = 1024 * 1024;

/** One request to a server that the operator names, and the whole of its answer. */
export async function ask(url: URL, question: Question, means: Means): Promise<Told> {
  const to = destinationOf(url);
  const proxy = proxyFor(means.config, to, means.network.proxies);
  const isForwarded = proxy !== undefined && takesUrls(proxy, to);
  const authorization = isForwarded ? proxyAuthorization(proxy) : undefined;
  const socket = await connect(to, proxy, means);
  const kept = startQueue();
  const keep = (chunk: Buffer): undefined => {
    if (kept.length + chunk.length > MAX_BYTES)
      throw failure('payload', `got a body of more than ${MAX_BYTES} bytes`);
    kept.push(chunk);
  };
  try {
    const head = await exchange(
      socket,
      {
        ...question,
        path: (isForwarded ? url.origin : '') + url.pathname + url.search,
        host: url.host,
        headers: [
          ...question.headers,
          ...(authorization === undefined ? [] : ['Proxy-Authorization', authorization]),
        ],
      },
      { onHead: () => keep },
    );
    return { head, body: kept.take(kept.length) };
  } finally {
    socket.destroy();
  }
}

function destinationOf({ protocol, hostname, port }: URL): Destination {
  const isTls = protocol === 'https:';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(port) || (isTls ? 443 : 80), isTls };
}

async function connect(
  to: Destination,
  proxy: Proxy | undefined,
  { network, signal, config }: Means,
): Promise<Socket> {
  const socket =
    proxy === undefined
      ? await dialNamed(network, to, signal)
      : (await dialThrough(proxy, to, { network, signal, config })).socket;
  if (!to.isTls) return socket;
  try {
    const serverName = config.tls_config.server_name ?? to.host;
    return await startTls(socket, { config: config.tls_config, serverName }, signal);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
