import type { Socket } from 'node:net';
import type { Client } from 'undici';
import { failure } from '../../failure.ts';
import { dialNamed } from '../connect.ts';
import type { HttpHead } from '../http-message.ts';
import type { Network } from '../network.ts';
import type { Place } from '../place.ts';
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
  /** Of an answer's body; 1 MB if nothing is said. */
  readonly maxBytes?: number;
}

export interface Told {
  readonly head: Pick<HttpHead, 'status' | 'headers'>;
  readonly body: Buffer;
}

// Only there because undici asks for one: the socket is connected, and the request names its own host.
const ORIGIN = 'http://server';
const MAX_BYTES = 1024 * 1024;

/** One request to a server that the operator names, and the whole of its answer. */
export async function ask(place: Place, question: Question, means: Means): Promise<Told> {
  const { maxBytes = MAX_BYTES } = means;
  const { name, port, isTls, host, href, path } = place;
  const to = { host: name, port, isTls };
  const proxy = proxyFor(means.config, to, means.network.proxies);
  const isForwarded = proxy !== undefined && takesUrls(proxy, to);
  const authorization = isForwarded ? proxyAuthorization(proxy) : undefined;
  const socket = await connect(to, proxy, means);
  try {
    // No time of this is measured, so a client for everyday use will do.
    const client = await clientOver(socket, maxBytes);
    const answer = await client.request({
      method: question.method,
      path: isForwarded ? href : path,
      headers: [
        'Host',
        host,
        ...question.headers,
        ...(authorization === undefined ? [] : ['Proxy-Authorization', authorization]),
      ],
      body: question.body ?? null,
      // The connection serves for this alone, and the server may as well know.
      reset: true,
      signal: means.signal,
    });
    const body = Buffer.from(await answer.body.arrayBuffer());
    return { head: { status: answer.statusCode, headers: answer.headers }, body };
  } catch (error) {
    throw readable(error, maxBytes);
  } finally {
    socket.destroy();
  }
}

/**
 * A client whose one connection is this socket: another would go around the proxy. Loaded by those who need it: the
 * library takes 26 MB.
 */
async function clientOver(socket: Socket, maxBytes: number): Promise<Client> {
  const { Client } = await import('undici');
  let isUsed = false;
  return new Client(ORIGIN, {
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxBytes,
    connect(_options, callback) {
      // undici is not ready for an answer before its own call has returned.
      queueMicrotask(() => {
        if (isUsed) callback(failure('reset', 'the server closed the connection'), null);
        else callback(null, socket);
        isUsed = true;
      });
    },
  });
}

function readable(error: unknown, maxBytes: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
    return failure('payload', `got a body of more than ${maxBytes} bytes`);
  return error;
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
