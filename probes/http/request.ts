import { readConfigFile } from '../../src/net/file.ts';
import {
  authorizationOf,
  basicAuthorization,
  extraHeaders,
  readsFiles,
} from '../../src/net/http-client.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import type { Config } from './config.ts';

/** What is asked for first, and again, as far as it may go there, after a redirect. */
export interface Request {
  readonly method: string;
  readonly body: Uint8Array | undefined;
  /** From the config: replaces the URL's own host in the Host header and towards TLS. */
  readonly host: string | undefined;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  /** What must not reach another host. */
  readonly secretHeaders: readonly string[];
  /** The protocol that the config wants to switch to. */
  readonly upgrade: string | undefined;
}

// They belong to the connection, which is ours; Go drops most of them as well.
const OURS = new Set(
  'host connection content-length expect keep-alive trailer transfer-encoding upgrade'.split(' '),
);
const SECRET = new Set(
  'authorization cookie cookie2 proxy-authenticate proxy-authorization www-authenticate'.split(' '),
);

// What needs no file is the same in every run.
const kept = new WeakMap<Config, Request>();

export async function firstRequest(
  { username, password }: URL,
  config: Config,
  signal: AbortSignal,
): Promise<Request> {
  if (username !== '' || password !== '') {
    const user = basicAuthorization(decoded(username), decoded(password));
    return makeRequest(config, async () => user, signal);
  }
  const known = kept.get(config);
  if (known !== undefined) return known;
  const request = await makeRequest(config, () => authorizationOf(config, signal), signal);
  if (config.body_file === '' && !readsFiles(config)) kept.set(config, request);
  return request;
}

async function makeRequest(
  config: Config,
  authorize: () => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<Request> {
  const names = Object.keys(config.headers).map((name) => name.toLowerCase());
  const headers = names.includes('user-agent') ? [] : ['User-Agent', userAgent];
  const secretHeaders: string[] = [];
  for (const [name, value] of Object.entries(config.headers)) {
    const key = name.toLowerCase();
    // An empty one says that there shall be none.
    if (OURS.has(key) || (key === 'user-agent' && value === '')) continue;
    (SECRET.has(key) ? secretHeaders : headers).push(name, onTheWire(value));
  }
  const extra = await extraHeaders(config, signal);
  headers.push(...extra.open.map(onTheWire));
  secretHeaders.push(...extra.secret.map(onTheWire));
  const authorization = names.includes('authorization') ? undefined : await authorize();
  if (authorization !== undefined) secretHeaders.push('Authorization', onTheWire(authorization));
  const body = await bodyOf(config, signal);
  const { method } = config;
  const host = hostIn(config.headers);
  return { method, body, host, headers, secretHeaders, upgrade: upgradeIn(config.headers) };
}

/** The Host header that a config sets. */
export function hostIn(headers: Config['headers']): string | undefined {
  return headerIn(headers, 'host');
}

/** Checks of WebSockets ask for the switch by these two headers and want a 101. */
function upgradeIn(headers: Config['headers']): string | undefined {
  const isAsked = /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headerIn(headers, 'connection') ?? '');
  return isAsked ? headerIn(headers, 'upgrade') : undefined;
}

/** Under whatever spelling; an empty one counts as none. */
function headerIn(headers: Config['headers'], wanted: string): string | undefined {
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === wanted) return headers[name] || undefined;
  }
  return undefined;
}

async function bodyOf(
  { body, body_file }: Config,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (body_file !== '') return readConfigFile(body_file, signal);
  return body === '' ? undefined : Buffer.from(body);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself.
    return text;
  }
}

/** Node writes headers as latin1; what goes out has to be the text's UTF-8, as it would from a Go program. */
function onTheWire(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : Buffer.from(text).toString('latin1');
}
