import { isIPv6 } from 'node:net';
import { escapedPath, resolvedPath, unescaped } from './url-path.ts';

/**
 * A URL as Go's net/url reads it, which is what configs and targets are written for. The WHATWG's, which is Node's,
 * takes and refuses others, and puts a path in order that has to be sent as it was written: `/a/../b`, `//`, `%2e`.
 */
export interface Url {
  /** In lower case; empty in a reference that goes on from another URL. */
  readonly scheme: string;
  readonly user: User | undefined;
  /** With the port, without escapes. Here as in the path and the query, each letter is one byte of UTF-8. */
  readonly host: string;
  /** As it goes over the wire; may be empty. */
  readonly path: string;
  /** Behind the question mark; undefined if there is none. */
  readonly query: string | undefined;
  /** True of what is no place, such as `mailto:somebody`. */
  readonly isOpaque: boolean;
}

export interface User {
  readonly name: string;
  readonly password: string;
}

/** Throws what is wrong, and never the text itself, which may hold a password. */
export function parseUrl(text: string): Url {
  return parseBytes(Buffer.from(text).toString('latin1'));
}

/** Where a reference leads that stands at a URL. It comes with a letter for each byte, as headers do. */
export function resolveUrl(base: Url, text: string): Url {
  const reference = parseBytes(text);
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

function parseBytes(text: string): Url {
  if (CONTROL.test(text)) throw new Error('it holds control characters');
  const [whole, fragment = ''] = cut(text, '#');
  unescaped(fragment);
  const [, written = '', rest = ''] = /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(.*)$/s.exec(whole) ?? [];
  const scheme = written.toLowerCase();
  const [place, query] = cut(rest, '?');
  if (!place.startsWith('/')) {
    if (scheme === '' && /^[^/]*:/.test(place)) throw new Error('its first part holds a colon');
    const path = scheme === '' ? escapedPath(place) : '';
    return { ...NOWHERE, scheme, path, query, isOpaque: scheme !== '' };
  }
  // Three slashes without a scheme are a path.
  const hasAuthority = place.startsWith('//') && (scheme !== '' || !place.startsWith('///'));
  const [, authority = '', path = ''] = hasAuthority
    ? (/^\/\/([^/]*)(.*)$/s.exec(place) ?? [])
    : ['', '', place];
  return {
    scheme,
    ...parseAuthority(authority),
    path: escapedPath(path),
    query,
    isOpaque: false,
  };
}

function cut(text: string, at: string): readonly [string, string?] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

const USER = /^[\w\-.:~!$&'()*+,;=%@]*$/;
const HOST_LETTERS = /^[\w\-.~!$&'()*+,;=:\]<>"%\x80-\xff]*$/;
// ASCII has no reason to be escaped, but for the percent sign.
const NEEDLESS_ESCAPE = /%(?!25|[89a-f][\da-f])/i;

function parseAuthority(authority: string): Pick<Url, 'user' | 'host'> {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const written = authority.slice(0, at);
  if (!USER.test(written)) throw new Error('the user in it is not escaped');
  const [name, password = ''] = cut(written, ':');
  return { user: { name: utf8(unescaped(name)), password: utf8(unescaped(password)) }, host };
}

function parseHost(written: string): string {
  const [, address, port = ''] = /^\[(.*)\]((?::\d*)?)$/s.exec(written) ?? [];
  if (address !== undefined) return `[${parseAddress(address)}]${port}`;
  if (written.includes('[')) throw new Error('a bracket in it is amiss');
  // What stands in front of the last colon may hold others.
  if (!/^[^:]*$|:\d*$/.test(written)) throw new Error('its port is no number');
  return parseName(written);
}

function parseAddress(written: string): string {
  const at = written.indexOf('%25');
  const [plain, zone] = at < 0 ? [written, ''] : [written.slice(0, at), written.slice(at)];
  const address = parseName(plain) + unescaped(zone);
  if (!isIPv6(address)) throw new Error('there is no IPv6 address in its brackets');
  return address;
}

function parseName(written: string): string {
  if (!HOST_LETTERS.test(written)) throw new Error('its host holds what no host may');
  if (NEEDLESS_ESCAPE.test(written)) throw new Error('its host is escaped');
  return unescaped(written);
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
