import { basicAuthorization } from '../../src/net/basic-authorization.ts';
import { headerPairs } from '../../src/net/header-pairs.ts';
import { type HttpHead, headerValues } from '../../src/net/http-message.ts';
import { HTTP, type Place, placeOf } from '../../src/net/place.ts';
import { shown } from '../../src/net/shown.ts';
import { resolveUrl, type Url } from '../../src/net/url.ts';
import { failure } from '../../src/probe.ts';
import type { Config } from './config.ts';
import { withAuthorization } from './headers.ts';
import type { Request } from './request.ts';

export interface Redirect {
  /** What said so. */
  readonly head: HttpHead;
  readonly url: Url;
  /** Whether it leaves the host open, and with it a configured Host header. */
  readonly isRelative: boolean;
  /** The Location, for people. */
  readonly shown: string;
}

const TO_GET = new Set([301, 302, 303]);
// Method and body stay what they are.
const TO_SAME = new Set([307, 308]);

/** Where an answer sends us; undefined if it is final. Throws if what it says is no URL, and so no redirect. */
export function redirectOf(head: HttpHead, from: Place, config: Config): Redirect | undefined {
  const { status } = head;
  // As ever in blackbox_exporter, a file is not sent again: there are modules that want the 307 itself.
  if (!TO_GET.has(status) && (!TO_SAME.has(status) || config.body_file !== '')) return undefined;
  const [location = ''] = headerValues(head, 'location');
  if (location === '') return undefined;
  const told = shown(Buffer.from(location, 'latin1'));
  return {
    head,
    url: judged(told, () => resolveUrl(from.url, location)),
    isRelative: !/^(?:[A-Za-z][A-Za-z\d+.-]*:|\/\/(?!\/))/.test(location),
    shown: told,
  };
}

/** Throws if nobody can be asked there over HTTP. */
export function nextPlace({ url, shown }: Redirect): Place {
  return judged(shown, () => placeOf(url, HTTP));
}

/** The request as it goes on: secrets stay with the host that they are for, and do not come back later. */
export function nextRequest(request: Request, redirect: Redirect, from: Place, to: Place): Request {
  const { method, body, host, headers, isReferred, secretHeaders, upgrade } = request;
  const isSame = TO_SAME.has(redirect.head.status);
  const isDowngrade = from.isTls && !to.isTls;
  const open = headerPairs(headers)
    .filter(([name]) => isReferred || !/^referer$/i.test(name))
    .filter(([name]) => isSame || !/^content-/i.test(name))
    .flat();
  const secret = from.name === to.name && !isDowngrade ? secretHeaders : [];
  return {
    method: isSame || method === 'HEAD' ? method : 'GET',
    body: isSame ? body : undefined,
    host: redirect.isRelative ? host : undefined,
    isReferred,
    headers: isDowngrade || isReferred ? open : [...open, 'Referer', from.href],
    upgrade,
    secretHeaders: redirect.isRelative ? secret : withUser(secret, to),
  };
}

/** Whom a URL names is who asks there. */
function withUser(secret: readonly string[], { user }: Place): readonly string[] {
  if (user === undefined) return secret;
  return withAuthorization(secret, basicAuthorization(user.name, user.password));
}

function judged<Result>(location: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('protocol', `got a redirect to ${location}: ${why}`);
  }
}
