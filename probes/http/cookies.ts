import { type HttpHead, headerValues } from '../../src/net/http-message.ts';

/** The cookies of one run: what one answer sets, the next request carries. */
export interface CookieJar {
  keep(this: void, url: URL, head: HttpHead): void;
  /** For the Cookie header; empty if there is nothing for this URL. */
  cookiesFor(this: void, url: URL): string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
}

const MAX_COOKIES = 100;

export function startCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    keep(url, head) {
      for (const line of headerValues(head, 'set-cookie')) {
        const read = readCookie(line, url);
        if (read === undefined) continue;
        const { cookie, isOver } = read;
        const key = JSON.stringify([cookie.domain, cookie.path, cookie.name]);
        cookies.delete(key);
        if (!isOver && cookies.size < MAX_COOKIES) cookies.set(key, cookie);
      }
    },
    cookiesFor: (url) =>
      [...cookies.values()]
        .filter((cookie) => isMeantFor(cookie, url))
        .sort((a, b) => b.path.length - a.path.length)
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
  };
}

function readCookie(line: string, url: URL): { cookie: Cookie; isOver: boolean } | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const [name, value] = halves(pair);
  if (name === '' || value === undefined) return undefined;
  const found = new Map(attributes.map(halves).map(([key, text]) => [key.toLowerCase(), text]));
  const domain = (found.get('domain') ?? '').replace(/^\./, '').toLowerCase();
  // For a whole top-level domain, or for somebody else's.
  if (domain !== '' && domain !== url.hostname) {
    if (!domain.includes('.') || !url.hostname.endsWith(`.${domain}`)) return undefined;
  }
  const path = found.get('path') ?? '';
  const age = found.get('max-age');
  const end = Date.parse(found.get('expires') ?? '');
  const cookie = {
    name,
    value,
    domain: domain === '' ? url.hostname : domain,
    hostOnly: domain === '',
    path: path.startsWith('/')
      ? path
      : url.pathname.replace(/(.)\/[^/]*$/, '$1').replace(/^\/[^/]*$/, '/'),
    secure: found.has('secure'),
  };
  return { cookie, isOver: age === undefined ? end <= Date.now() : !(Number(age) > 0) };
}

function halves(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  if (at < 0) return [text.trim(), undefined];
  return [
    text.slice(0, at).trim(),
    text
      .slice(at + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  ];
}

function isMeantFor({ domain, hostOnly, path, secure }: Cookie, url: URL): boolean {
  if (secure && url.protocol !== 'https:') return false;
  const { hostname, pathname } = url;
  if (hostname !== domain && (hostOnly || !hostname.endsWith(`.${domain}`))) return false;
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
