import { isIPv6 } from 'node:net';

/** As much of a URL as leads to a server. */
export interface ServerUrl {
  /** In lower case; empty if there is none. */
  readonly scheme: string;
  readonly user: { readonly name: string; readonly password: string | undefined } | undefined;
  /** A name, or an address without brackets; empty if there is none. */
  readonly host: string;
  /** Digits, or empty. */
  readonly port: string;
}

/**
 * Reads a URL as Go's `net/url` does, which is what configs are written for: `URL` refuses some of what that takes,
 * and the other way round. Throws what is wrong, and never the text itself, which may hold a password.
 */
export function parseServerUrl(text: string): ServerUrl {
  if (/\p{Control}/u.test(text)) fault('a control character');
  const [whole = '', ...fragment] = text.split('#');
  unescaped(fragment.join('#'));
  const [, scheme = ''] = /^([a-z][a-z\d+.-]*):/i.exec(whole) ?? [];
  const [rest = ''] = (scheme === '' ? whole : whole.slice(scheme.length + 1)).split('?', 1);
  const nowhere = { scheme: scheme.toLowerCase(), user: undefined, host: '', port: '' };
  if (scheme === '' && /^[^/]*:/.test(rest)) fault('a colon where no scheme is');
  if (scheme !== '' && !rest.startsWith('/')) return nowhere;
  const isServer = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const [authority = '', ...path] = isServer ? rest.slice(2).split('/') : ['', rest];
  unescaped(path.join('/'));
  if (!isServer) return nowhere;
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : parseUser(authority.slice(0, at));
  return { ...nowhere, user, ...parseHost(authority.slice(at + 1)) };
}

function parseUser(text: string): ServerUrl['user'] {
  if (!/^[\w\-.~!$&'()*+,;=:%@]*$/.test(text))
    fault('a letter in the user or the password that must be escaped');
  const [name = '', ...password] = text.split(':');
  return {
    name: unescaped(name),
    password: password.length === 0 ? undefined : unescaped(password.join(':')),
  };
}

const HOST = /^(?:\[(?<v6>.*)\]|(?<name>[^[]*?))(?::(?<port>\d*))?$/s;
const HOST_LETTERS = /^[\w\-.~!$&'()*+,;=:\]<>"%\u{80}-\u{10ffff}]*$/u;

function parseHost(text: string): Pick<ServerUrl, 'host' | 'port'> {
  const { v6, name = '', port } = HOST.exec(text)?.groups ?? fault('a bracket amiss');
  if (v6 !== undefined) {
    // The percent sign before a zone is itself escaped.
    if (/%(?!25)/.test(v6) || !isIPv6(unescaped(v6))) fault('no IPv6 address in the brackets');
    return { host: unescaped(v6), port: port ?? '' };
  }
  if (port === undefined && name.includes(':')) fault('a port that is no number');
  if (!HOST_LETTERS.test(name)) fault('a letter that no host has');
  // What is ASCII anyway must not be escaped.
  if (/%[0-7]/.test(name)) fault('an escape that no host has');
  return { host: unescaped(name), port: port ?? '' };
}

function unescaped(text: string): string {
  if (/%(?![\da-f]{2})/i.test(text)) fault('a percent sign that escapes nothing');
  try {
    return decodeURIComponent(text);
  } catch {
    // Bytes that are no UTF-8 stay escaped.
    return text;
  }
}

function fault(what: string): never {
  throw new Error(`it has ${what}`);
}
