import type { Socket } from 'node:net';
import { dial } from '../../src/net/connect.ts';
import { exchange } from '../../src/net/exchange.ts';
import type { HttpHead } from '../../src/net/http-message.ts';
import { startTls } from '../../src/net/tls.ts';
import { observeTls, type TlsFacts } from '../../src/net/tls-facts.ts';
import { type Answer, type Context, startAnswer } from './answer.ts';
import type { Place } from './place.ts';
import type { Request } from './request.ts';

/** One request, to one address. */
export interface Hop {
  readonly place: Place;
  readonly address: string;
  readonly request: Request;
  /** For the Cookie header; empty for none. */
  readonly cookies: string;
  /** Whether an answer with this head is a redirect that will be followed. */
  readonly isFollowed: (head: HttpHead) => boolean;
}

/** Asks, and judges the answer, or gives the head of a redirect that will be followed. */
export async function ask(context: Context, hop: Hop): Promise<HttpHead | undefined> {
  const { network, signal, enter } = context;
  const { place, address } = hop;
  const { isTls, port } = place;
  enter('connect');
  const socket = await dial(network, { address, port }, signal);
  try {
    if (!isTls) return await askOver({ socket, facts: undefined }, context, hop);
    enter('tls');
    return await askOver(await secure(socket, context, hop), context, hop);
  } finally {
    socket.destroy();
  }
}

interface Connection {
  readonly socket: Socket;
  /** What TLS showed, if it is spoken. */
  readonly facts: TlsFacts | undefined;
}

async function secure(plain: Socket, context: Context, hop: Hop): Promise<Connection> {
  const { target, config, observe, signal } = context;
  const { place, request } = hop;
  // What the config says of names is about the target's own, not of those that it leads to.
  const named =
    place.host === target.host ? (config.tls_config.server_name ?? request.host) : undefined;
  const serverName = hostWithoutPort(named ?? place.host);
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

/** `[::1]:443` is `::1` to TLS. */
function hostWithoutPort(host: string): string {
  return /^\[(.*)\](?::\d*)?$/.exec(host)?.[1] ?? host.replace(/^([^:]*):\d*$/, '$1');
}

async function askOver(
  { socket, facts }: Connection,
  context: Context,
  hop: Hop,
): Promise<HttpHead | undefined> {
  const { enter, observe } = context;
  const { place, request, isFollowed } = hop;
  const { method, body, host = place.host, upgrade } = request;
  const sent = { method, body, host, path: place.path, headers: headersOf(hop), upgrade };
  let answer: Answer | undefined;
  enter('processing');
  try {
    const head = await exchange(socket, sent, {
      onFirstByte: () => enter('transfer'),
      onHead(head) {
        if (isFollowed(head)) return undefined;
        if (facts !== undefined) observeTls(observe, facts);
        answer = startAnswer(context, head, { method, isTls: facts !== undefined });
        return answer.sink;
      },
    });
    if (answer === undefined) return head;
    await answer.judge();
    return undefined;
  } catch (error) {
    throw answer?.verdict(error) ?? error;
  } finally {
    answer?.destroy();
  }
}

function headersOf({ request, cookies }: Hop): readonly string[] {
  const { headers, secretHeaders } = request;
  if (cookies === '' && secretHeaders.length === 0) return headers;
  const all = [...headers, ...secretHeaders];
  if (cookies === '') return all;
  const at = all.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'cookie');
  if (at < 0) return [...all, 'Cookie', cookies];
  return all.with(at + 1, `${all[at + 1] ?? ''}; ${cookies}`);
}
