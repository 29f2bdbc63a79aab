import { escapedPath, resolvedPath, unescaped } from './url-path.ts';

/**
 * A URL in the way of Go's net/url, which sends a path as it was written where the WHATWG's would put it in order:
 * `/a/../b`, `//`, `%2e`, `|`. Each letter is one byte of the text's UTF-8.
 */
export interface Url {
  /** In lower case; empty in a reference that goes on from another URL. */
  readonly scheme: string;
  /** Name and password, without escapes. */
  readonly user: readonly [string, string] | undefined;
  /** With the port, as it was written. */
  readonly host: string;
  /** As it goes over the wire; may be empty. */
  readonly path: string;
  /** Behind the question mark; undefined if there is none. */
  readonly query: string | undefined;
  /** True of what is no place, such as `mailto:somebody`. */
  readonly isOpaque: boolean;
}

/** Throws, with the reason, at what Go would not take. The text comes with a letter for each byte, as headers do. */
export function parseUrl(text: string): Url {
  if (CONTROL.test(text)) throw new Error('it holds control characters');
  const [whole, fragment = ''] = cut(text, '#');
  unescaped(fragment);
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(.*)$/s.exec(whole) ?? [];
  const [place, query] = cut(rest, '?');
  if (!place.startsWith('/')) {
    if (scheme === '' && /^[^/]*:/.test(place)) throw new Error('its first part holds a colon');
    const path = scheme === '' ? escapedPath(place) : '';
    return { ...NOWHERE, scheme: scheme.toLowerCase(), path, query, isOpaque: scheme !== '' };
  }
  // Three slashes without a scheme are a path.
  const hasAuthority = place.startsWith('//') && (scheme !== '' || !place.startsWith('///'));
  const [, authority = '', path = ''] = hasAuthority
    ? (/^\/\/([^/]*)(.*)$/s.exec(place) ?? [])
    : ['', '', place];
  return {
    scheme: scheme.toLowerCase(),
    ...parseAuthority(authority),
    path: escapedPath(path),
    query,
    isOpaque: false,
  };
}

/** Where a reference leads that stands at a URL. */
export function resolveUrl(base: Url, text: string): Url {
  const reference = parseUrl(text);
  const scheme = reference.scheme || base.scheme;
  if (reference.isOpaque) return reference;
  const { host, user, path, query } = reference;
  if (reference.scheme !== '' || host !== '' || user !== undefined)
    return { ...reference, scheme, path: resolvedPath('', path) };
  const isEmpty = path === '' && query === undefined;
  return { ...base, path: resolvedPath(base.path, path), query: isEmpty ? base.query : query };
}

const CONTROL = /[^\x20-\x7e\x80-\xff]/;
const NOWHERE = { user: undefined, host: '' };
const USER = /^[\w\-.:~!$&'()*+,;=%@]*$/;
const HOST_LETTERS = /^[\w\-.~!$&'()*+,;=:[\]<>"%\x80-\xff]*$/;
const ADDRESS = /^\[([^[\]]*)\]((?::\d*)?)$/;
const NAME = /^([^[\]:]*)((?::\d*)?)$/;

function cut(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

function parseAuthority(authority: string): Pick<Url, 'user' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const written = authority.slice(0, at);
  if (!USER.test(written)) throw new Error('the user in it is not escaped');
  const [name, password = ''] = cut(written, ':');
  return { user: [unescaped(name), unescaped(password)], host };
}

function parseHost(written: string): string {
  if (!HOST_LETTERS.test(written)) throw new Error('its host holds what no host may');
  if (!ADDRESS.test(written) && !NAME.test(written)) throw new Error('its host or port is no such');
  // ASCII has no reason to be escaped, but for the sign before a zone.
  if (/%(?!25|[89a-f][\da-f])/i.test(written)) throw new Error('its host is escaped');
  return unescaped(written);
}
