import { type HttpHead, headerValues } from '../../src/net/http-message.ts';
import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';
import { type Place, placeOf } from './place.ts';
import type { Request } from './request.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends us; undefined if it is final. */
export function locationOf(head: HttpHead): string | undefined {
  return REDIRECTS.has(head.status) ? headerValues(head, 'location')[0] || undefined : undefined;
}

export function nextPlace(from: Place, location: string): Place {
  const url = URL.parse(location, from.url);
  if (url === null || url.hostname === '')
    throw failure('protocol', `got a redirect to ${shown(location)}, want a URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw failure('protocol', `got a redirect to ${shown(url.protocol)}, want http: or https:`);
  return placeOf(url);
}

/** The request as it goes on: secrets stay with the host that they are for, and do not come back later. */
export function nextRequest(request: Request, status: number, from: Place, to: Place): Request {
  const { method, body, host, headers, secretHeaders, upgrade } = request;
  const isSame = status === 307 || status === 308;
  const isDowngrade = from.isTls && !to.isTls;
  const kept = pairs(headers).filter(
    ([name]) => !/^referer$/i.test(name) && (isSame || !/^content-/i.test(name)),
  );
  if (!isDowngrade) kept.push(['Referer', withoutUser(from.url)]);
  return {
    method: isSame || method === 'HEAD' ? method : 'GET',
    body: isSame ? body : undefined,
    host: from.host === to.host ? host : undefined,
    headers: kept.flat(),
    upgrade,
    secretHeaders: from.name === to.name && !isDowngrade ? secretHeaders : [],
  };
}

function pairs(list: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let i = 0; i + 1 < list.length; i += 2) found.push([list[i] ?? '', list[i + 1] ?? '']);
  return found;
}

function withoutUser({ origin, pathname, search }: URL): string {
  return origin + pathname + search;
}
