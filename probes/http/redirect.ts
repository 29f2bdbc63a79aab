import { basicAuthorization } from '../../src/net/basic-authorization.ts';
import { type HttpHead, headerValues } from '../../src/net/http-message.ts';
import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';
import { type Place, placeOf } from './place.ts';
import type { Request } from './request.ts';
import { resolveUrl, type Url } from './url.ts';

export interface Redirect {
  readonly status: number;
  readonly url: Url;
  /** Whether it leaves the host open, and with it a configured Host header. */
  readonly isRelative: boolean;
  /** The Location, for people. */
  readonly shown: string;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where an answer sends us; undefined if it is final. Throws if what it says is no URL, and so no redirect. */
export function redirectOf(head: HttpHead, from: Place): Redirect | undefined {
  const [location = ''] = headerValues(head, 'location');
  if (location === '' || !REDIRECTS.has(head.status)) return undefined;
  const told = shown(Buffer.from(location, 'latin1'));
  return {
    status: head.status,
    url: judged(told, () => resolveUrl(from.url, location)),
    isRelative: !/^(?:[A-Za-z][A-Za-z\d+.-]*:|\/\/(?!\/))/.test(location),
    shown: told,
  };
}

/** Throws if nobody can be asked there over HTTP. */
export function nextPlace({ url, shown }: Redirect): Place {
  return judged(shown, () => placeOf(url));
}

/** The request as it goes on: secrets stay with the host that they are for, and do not come back later. */
export function nextRequest(request: Request, redirect: Redirect, from: Place, to: Place): Request {
  const { method, body, host, headers, secretHeaders, upgrade } = request;
  const isSame = redirect.status === 307 || redirect.status === 308;
  const isDowngrade = from.isTls && !to.isTls;
  const open = pairs(headers).filter(
    ([name]) => !/^referer$/i.test(name) && (isSame || !/^content-/i.test(name)),
  );
  if (!isDowngrade) open.push(['Referer', from.href]);
  const secret = from.name === to.name && !isDowngrade ? pairs(secretHeaders) : [];
  return {
    method: isSame || method === 'HEAD' ? method : 'GET',
    body: isSame ? body : undefined,
    host: redirect.isRelative ? host : undefined,
    headers: open.flat(),
    upgrade,
    secretHeaders: redirect.isRelative ? secret.flat() : withUser(secret, to).flat(),
  };
}

/** Whom a URL names is who asks there. */
function withUser(secret: readonly Header[], { user }: Place): readonly Header[] {
  if (user === undefined) return secret;
  const others = secret.filter(([name]) => !/^authorization$/i.test(name));
  return [...others, ['Authorization', basicAuthorization(user.name, user.password)]];
}

type Header = readonly [name: string, value: string];

function pairs(list: readonly string[]): Header[] {
  const found: Header[] = [];
  for (let i = 0; i + 1 < list.length; i += 2) found.push([list[i] ?? '', list[i + 1] ?? '']);
  return found;
}

function judged<Result>(location: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('protocol', `got a redirect to ${location}: ${why}`);
  }
}
