import { domainToASCII } from 'node:url';
import { parseUrl, type Url } from './url.ts';

/** Where to ask, and for what. */
export interface Place {
  readonly url: Url;
  readonly isTls: boolean;
  /** As in the Host header. */
  readonly host: string;
  /** Name or address in lower case, the latter without brackets. */
  readonly name: string;
  readonly port: number;
  /** With the query, as it goes over the wire; each letter is a byte. */
  readonly path: string;
  /** All but the user. */
  readonly href: string;
  readonly user: User | undefined;
}

interface User {
  readonly name: string;
  readonly password: string;
}

/** Throws, with the reason, at what is no place of HTTP. */
export function placeOf(url: Url): Place {
  const { scheme, query } = url;
  const [user, password = ''] = url.user ?? [];
  if (scheme !== 'http' && scheme !== 'https') throw new Error('want http: or https:');
  const [, name = '', port = ''] = /^(.*?)(?::(\d*))?$/s.exec(url.host) ?? [];
  if (name === '') throw new Error('it names no host');
  if (Number(port) > 65535) throw new Error(`there is no port ${port}`);
  const isTls = scheme === 'https';
  const host = ascii(name) + url.host.slice(name.length);
  const path = (url.path || '/') + (query === undefined ? '' : `?${query}`);
  return {
    url,
    isTls,
    host,
    name: ascii(name)
      .toLowerCase()
      .replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    path,
    href: `${scheme}://${host}${path}`,
    user: user === undefined ? undefined : { name: utf8(user), password: utf8(password) },
  };
}

/** The place of a URL as people write it. */
export function placeAt(text: string): Place {
  return placeOf(parseUrl(Buffer.from(text).toString('latin1')));
}

/** Other letters than those of ASCII are looked up by another name. */
function ascii(name: string): string {
  if (/^[\0-\x7f]*$/.test(name)) return name;
  return domainToASCII(utf8(name));
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}
