import type { HttpHead } from '../../src/net/exchange.ts';
import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';
import type { Request } from './request.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends us; undefined if it is final. */
export function locationOf({ status, headers }: HttpHead): string | undefined {
  return REDIRECTS.has(status) ? headers.location || undefined : undefined;
}

export function nextUrl(from: URL, location: string): URL {
  // A Location is text of the peer: bytes beyond ASCII are UTF-8.
  const url = URL.parse(location, from);
  if (url === null || url.hostname === '')
    throw failure('protocol', `got a redirect to ${shown(location)}, want a URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw failure('protocol', `got a redirect to ${shown(url.protocol)}, want http: or https:`);
  return url;
}

/** The request as it goes on: secrets stay with the host that they are for, and do not come back later. */
export function nextRequest(request: Request, status: number, from: URL, to: URL): Request {
  const { method, body } = request;
  const keepsBody = status === 307 || status === 308;
  const keepsSecrets = from.hostname === to.hostname;
  return {
    method: keepsBody || method === 'HEAD' ? method : 'GET',
    body: keepsBody ? body : undefined,
    host: from.host === to.host ? request.host : undefined,
    headers: keepsBody || body === undefined ? request.headers : withoutBody(request.headers),
    secretHeaders: keepsSecrets ? request.secretHeaders : [],
  };
}
