import { exchange, versionOver } from '../../src/net/exchange.ts';
import { showHeaders, showRequest, showStatus } from '../../src/net/http-evidence.ts';
import type { HttpHead } from '../../src/net/http-message.ts';
import { forgetToken } from '../../src/net/oauth2/token.ts';
import type { Place } from '../../src/net/place.ts';
import { proxyAuthorization, takesUrls } from '../../src/net/proxy/dial.ts';
import { observeTls } from '../../src/net/tls-facts.ts';
import { type Answer, startAnswer } from './answer.ts';
import { requirePermitted } from './authority.ts';
import { type Connection, connect, secure } from './connection.ts';
import type { Context } from './context.ts';
import type { Redirect } from './redirect.ts';
import type { Request } from './request.ts';
import type { Way } from './way.ts';

/** One request, by one way. */
export interface Hop {
  readonly place: Place;
  readonly way: Way;
  readonly request: Request;
  /** For the Cookie header; empty for none. */
  readonly cookies: string;
  /** The redirect that an answer with this head is, and whether it will be followed. */
  readonly redirectBy: (head: HttpHead) => Redirect | 'not followed' | undefined;
}

/** Asks, and judges the answer, unless it is a redirect that will be followed: gives that. */
export async function ask(context: Context, hop: Hop): Promise<Redirect | undefined> {
  const { place, way, request } = hop;
  if (request.host !== undefined && isForwarded(hop)) await requirePermitted(context, request.host);
  const connection = await connect(context, place, way);
  try {
    if (!place.isTls) return await askOver(connection, context, hop);
    return await askOver(await secure(connection.socket, context, hop), context, hop);
  } finally {
    connection.socket.destroy();
  }
}

async function askOver(
  { socket, facts }: Connection,
  context: Context,
  hop: Hop,
): Promise<Redirect | undefined> {
  const { config, enter, observe, show } = context;
  const { place, request, redirectBy } = hop;
  const { method, body, host = place.host, upgrade } = request;
  // A proxy puts what stands in the URL into the Host header, so the name belongs there, and not an address.
  const path = isForwarded(hop) ? `http://${host}${place.path}` : place.path;
  const sent = { method, body, host, path, headers: headersOf(hop), upgrade };
  let redirect: Redirect | undefined;
  let answer: Answer | undefined;
  enter('processing', `${method} ${place.href}`);
  showRequest(context, sent, request.headers, versionOver(socket));
  try {
    await exchange(socket, sent, {
      show,
      onFirstByte: () => enter('transfer', 'the answer'),
      onHead(head) {
        if (head.status === 401 && config.oauth2 !== undefined) forgetToken(config.oauth2);
        showStatus(show, head);
        const found = redirectBy(head);
        if (found !== undefined && found !== 'not followed') {
          redirect = found;
          return undefined;
        }
        showHeaders(show, head.headers);
        if (facts !== undefined) observeTls(observe, facts);
        answer = startAnswer(context, head, { method, isTls: facts !== undefined });
        // Nobody reads the page of a redirect, so that it fails nothing either, unless a rule is about it.
        return found === 'not followed' && !answer.looksAtBody ? undefined : answer.sink;
      },
    });
    await answer?.judge();
    return redirect;
  } catch (error) {
    throw (await answer?.verdict(error)) ?? error;
  } finally {
    answer?.destroy();
  }
}

/** Whether a proxy is told the whole URL. */
function isForwarded({ way: { proxy }, place }: Hop): boolean {
  return proxy !== undefined && takesUrls(proxy, place);
}

function headersOf(hop: Hop): readonly string[] {
  const { cookies, request, way } = hop;
  const { headers, secretHeaders } = request;
  const proxy = isForwarded(hop) ? way.proxy : undefined;
  if (cookies === '' && secretHeaders.length === 0 && proxy === undefined) return headers;
  const all = [...headers, ...secretHeaders];
  const authorization = proxy && proxyAuthorization(proxy);
  if (authorization !== undefined) all.push('Proxy-Authorization', authorization);
  if (cookies === '') return all;
  const at = all.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'cookie');
  if (at < 0) return [...all, 'Cookie', cookies];
  return all.with(at + 1, `${all[at + 1] ?? ''}; ${cookies}`);
}
