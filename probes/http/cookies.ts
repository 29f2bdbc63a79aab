import type { CookieJar as Jar } from 'tough-cookie';
import { isHeaderName, withoutBlanks } from '../../src/net/header-text.ts';
import { type HttpHead, headerValues } from '../../src/net/http-message.ts';
import type { Place } from '../../src/net/place.ts';

/** The cookies of one run: what one answer sets, the next request carries. */
export interface CookieJar {
  keep(this: void, asked: Asked, head: HttpHead): Promise<void>;
  /** For the Cookie header; empty if there is nothing for those who are asked there. */
  cookiesFor(this: void, asked: Asked): string;
}

interface Asked {
  readonly place: Place;
  /** If the Host header says another than the URL: for that one a server sets its cookies. */
  readonly host: string | undefined;
}

// Of one answer; browsers keep no more of a site.
const MOST = 180;
const VALUE = /^[ -!#-:<-[\]-~]*$/;

/** Loads what it takes, which has the list of all public suffixes, only when there is a cookie. */
export function startCookieJar(): CookieJar {
  let jar: Jar | undefined;
  return {
    async keep(asked, head) {
      const lines = headerValues(head, 'set-cookie').slice(0, MOST).filter(isCookie);
      const url = urlOf(asked);
      if (lines.length === 0 || url === undefined) return;
      const { CookieJar } = await import('tough-cookie');
      jar ??= new CookieJar(undefined, {
        // A cookie that is marked as secure without TLS is kept for when there is some.
        enforceSecureOriginOnStorage: false,
        // Names that promise something are for browsers to hold to it.
        prefixSecurity: 'unsafe-disabled',
      });
      // One that may not be set is none.
      for (const line of lines) jar.setCookieSync(line, url, { ignoreError: true });
    },
    cookiesFor(asked) {
      const url = jar && urlOf(asked);
      const cookies = url === undefined ? undefined : jar?.getCookiesSync(url);
      return (cookies ?? []).map(({ key, value }) => `${key}=${quoted(value)}`).join('; ');
    },
  };
}

/** As Go reads them: a name that is a token, and a value in ASCII, with quotes around it or none at all. */
function isCookie(line: string): boolean {
  const [pair = ''] = line.split(';', 1);
  const at = pair.indexOf('=');
  const value = withoutBlanks(pair.slice(at + 1));
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return (
    isHeaderName(withoutBlanks(pair.slice(0, Math.max(at, 0)))) &&
    VALUE.test(isQuoted ? value.slice(1, -1) : value)
  );
}

/** Undefined where the library's idea of a URL is narrower than ours. */
function urlOf({ place: { isTls, host: own, path }, host = own }: Asked): string | undefined {
  const url = `${isTls ? 'https' : 'http'}://${host}${path}`;
  return URL.canParse(url) ? url : undefined;
}

/** As Go writes it; a value that came in quotes still has them. */
function quoted(value: string): string {
  return /^[^"]*[ ,]/.test(value) ? `"${value}"` : value;
}
