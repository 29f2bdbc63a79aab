import { failure } from '../failure.ts';
import { basicAuthorization } from '../net/basic-authorization.ts';
import { authorizationOf, extraHeaders } from '../net/http-client-headers.ts';
import { headerValues } from '../net/http-message.ts';
import type { Network } from '../net/network.ts';
import { ask, type Told } from '../net/oauth2/ask.ts';
import { forgetToken, tokenAuthorization } from '../net/oauth2/token.ts';
import { HTTP, type Place, placeOf } from '../net/place.ts';
import { shown } from '../net/shown.ts';
import { requireUsable } from '../net/tls-context.ts';
import { resolveUrl } from '../net/url.ts';
import { userAgent } from '../net/user-agent.ts';
import type { UrlSource } from './source.ts';

export interface FetchOptions {
  readonly network: Network;
  readonly signal: AbortSignal;
}

const MAX_REDIRECTS = 10;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
// As large as a file may be.
const MAX_BYTES = 16 * 1024 * 1024;

/** Asks a URL that the operator names for its list. The guard is not asked. Throws why there is none. */
export async function fetchList(source: UrlSource, options: FetchOptions): Promise<Buffer> {
  const { network, signal } = options;
  const { client: config } = source;
  await requireUsable(config.tls_config, signal);
  const headers = await headersOf(source, options);
  let { place } = source;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    // Secrets are for no other host, and not for anybody who listens in.
    const isTrusted = place.name === source.place.name && (place.isTls || !source.place.isTls);
    const sent = isTrusted ? [...headers.open, ...headers.secret] : headers.open;
    const question = { method: 'GET', headers: sent, body: undefined };
    const told = await ask(place, question, { network, signal, config, maxBytes: MAX_BYTES });
    const next = nextPlace(place, told, config);
    if (next === undefined) return bodyOf(told, config);
    place = next;
  }
  throw failure('protocol', `got more than ${MAX_REDIRECTS} redirects`);
}

async function headersOf({ place, client, refreshMs }: UrlSource, options: FetchOptions) {
  const { network, signal } = options;
  const { user } = place;
  const extra = await extraHeaders(client, signal);
  const authorization =
    client.oauth2 === undefined
      ? ((await authorizationOf(client, signal)) ??
        (user && basicAuthorization(user.name, user.password)))
      : await tokenAuthorization(client.oauth2, { network, signal, userAgent });
  const about = {
    'User-Agent': userAgent,
    Accept: 'application/json',
    'X-Prometheus-Refresh-Interval-Seconds': String(refreshMs / 1000),
  };
  return {
    open: [...Object.entries(about).flat(), ...extra.open],
    secret: [...(authorization ? ['Authorization', authorization] : []), ...extra.secret],
  };
}

function nextPlace(
  place: Place,
  { head }: Told,
  { follow_redirects }: UrlSource['client'],
): Place | undefined {
  const [location = ''] = headerValues(head, 'location');
  if (!follow_redirects || location === '' || !REDIRECTS.has(head.status)) return undefined;
  try {
    return placeOf(resolveUrl(place.url, location), HTTP);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('protocol', `got a redirect to ${shown(location)}: ${why}`, { cause: error });
  }
}

function bodyOf({ head: { status }, body }: Told, { oauth2 }: UrlSource['client']): Buffer {
  if (status === 401 && oauth2 !== undefined) forgetToken(oauth2);
  if (status === 200) return body;
  throw failure('status', `got ${status}, want 200`);
}
