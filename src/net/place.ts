import { domainToASCII } from 'node:url';
import type { Url, User } from './url.ts';

/** The server that a URL names. */
export interface Server {
  /** Name or address in lower case, the latter without brackets; empty if there is none. */
  readonly name: string;
  readonly port: number | undefined;
  /** As in the Host header. */
  readonly host: string;
}

/** Where to ask, and for what. */
export interface Place extends Server {
  readonly url: Url;
  readonly isTls: boolean;
  readonly port: number;
  /** With the query, as it goes over the wire; each letter is a byte. */
  readonly path: string;
  /** All but the user. */
  readonly href: string;
  readonly user: User | undefined;
}

/** Those of a protocol: without TLS, and with it. */
export type Schemes = readonly [plain: string, tls: string];

export const HTTP: Schemes = ['http:', 'https:'];
export const WEBSOCKET: Schemes = ['ws:', 'wss:'];

/** Throws, with the reason, at what is no place of that protocol. */
export function placeOf(url: Url, [plain, tls]: Schemes): Place {
  const { query, user } = url;
  const scheme = `${url.scheme}:`;
  if (scheme !== plain && scheme !== tls) throw new Error(`its scheme is not ${plain} or ${tls}`);
  const isTls = scheme === tls;
  const { name, port = isTls ? 443 : 80, host } = serverOf(url);
  if (name === '') throw new Error('it names no host');
  if (port > 65535) throw new Error(`there is no port ${port}`);
  const path = (url.path || '/') + (query === undefined ? '' : `?${query}`);
  return { url, isTls, host, name, port, path, href: `${scheme}//${host}${path}`, user };
}

export function serverOf({ host: written }: Pick<Url, 'host'>): Server {
  const [, host = '', colonPort = ''] = /^(.*?)((?::\d*)?)$/s.exec(written) ?? [];
  const known = ascii(host);
  return {
    name: known.toLowerCase().replace(/^\[(.*)\]$/, '$1'),
    port: colonPort.length > 1 ? Number(colonPort.slice(1)) : undefined,
    // A zone is nobody's business but this machine's.
    host: known.replace(/^(\[[^%]*)%.*\]$/, '$1]') + colonPort,
  };
}

/** Other letters than those of ASCII are looked up by another name. */
function ascii(name: string): string {
  if (/^[\0-\x7f]*$/.test(name)) return name;
  return domainToASCII(Buffer.from(name, 'latin1').toString());
}
