import { basicAuthorization } from '../../src/net/basic-authorization.ts';
import { headerPairs } from '../../src/net/header-pairs.ts';
import { isHeaderName, isHeaderValue } from '../../src/net/header-text.ts';
import { authorizationOf, extraHeaders, readsFiles } from '../../src/net/http-client-headers.ts';
import { tokenAuthorization } from '../../src/net/oauth2/token.ts';
import { serverOf } from '../../src/net/place.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { failure } from '../../src/probe.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import { headerIn, hostIn, upgradeIn, withAuthorization } from './headers.ts';
import { bodyToSend, requireReady } from './ready.ts';

/** What is asked for first, and again, as far as it may go there, after a redirect. */
export interface Request {
  readonly method: string;
  readonly body: Uint8Array | undefined;
  /** From the config: replaces the URL's own host in the Host header and towards TLS. */
  readonly host: string | undefined;
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  /** Whether it is the config that says by which page one comes. */
  readonly isReferred: boolean;
  /** What must not reach another host. */
  readonly secretHeaders: readonly string[];
  /** The protocol that the config wants to switch to. */
  readonly upgrade: string | undefined;
}

// They belong to the connection, which is ours; Go drops most of them as well.
const OURS = new Set(
  'host connection content-length keep-alive trailer transfer-encoding upgrade'.split(' '),
);
const SECRET = new Set(
  'authorization cookie cookie2 proxy-authenticate proxy-authorization www-authenticate'.split(' '),
);

// What needs no file is the same in every run.
const kept = new WeakMap<Config, Request>();

/** What the config asks the target for. Announces the phases to come as soon as there is something to ask with. */
export async function firstRequest(context: Context): Promise<Request> {
  const { target, config, signal, announce } = context;
  const known = target.user === undefined ? kept.get(config) : undefined;
  if (known === undefined) await requireReady(config, signal);
  announce('connect', 'tls', 'processing', 'transfer');
  const request = known ?? (await makeRequest(context));
  return config.oauth2 === undefined ? request : withToken(request, context);
}

async function makeRequest({ target: { user }, config, signal }: Context): Promise<Request> {
  const { method, headers: given } = config;
  const body = await bodyToSend(config, signal);
  const isNamed = Object.keys(given).some((name) => /^user-agent$/i.test(name));
  const open = isNamed ? [] : ['User-Agent', userAgent];
  const secret: string[] = [];
  const extra = await extraHeaders(config, signal);
  for (const [name, value] of [...Object.entries(given), ...headerPairs(extra.open)]) {
    const key = name.toLowerCase();
    // An empty one says that there shall be none.
    const isLeftOut = value === '' && (key === 'user-agent' || key === 'authorization');
    if (!OURS.has(key) && !isLeftOut) (SECRET.has(key) ? secret : open).push(name, value);
  }
  secret.push(...extra.secret);
  if (headerIn(given, 'authorization') === undefined) {
    const authorization =
      user === undefined
        ? await authorizationOf(config, signal)
        : basicAuthorization(user.name, user.password);
    if (authorization !== undefined) secret.push('Authorization', authorization);
  }
  const request = {
    method,
    body,
    host: hostOnTheWire(hostIn(given)),
    isReferred: headerIn(given, 'referer') !== undefined,
    headers: open.map(onTheWire),
    secretHeaders: secret.map(onTheWire),
    upgrade: upgradeIn(given),
  };
  const isConstant = user === undefined && config.body_file === '' && !readsFiles(config);
  if (isConstant) kept.set(config, request);
  return request;
}

/** A token counts for more than any other authorization, as it does for Go programs. */
async function withToken(request: Request, { config, network, signal }: Context): Promise<Request> {
  const { oauth2, headers } = config;
  if (oauth2 === undefined) return request;
  const agent = headerIn(headers, 'user-agent') ?? userAgent;
  const token = await tokenAuthorization(oauth2, { network, signal, userAgent: agent });
  return { ...request, secretHeaders: withAuthorization(request.secretHeaders, token) };
}

/** Other letters than those of ASCII stand there as in the DNS. */
function hostOnTheWire(host: string | undefined): string | undefined {
  return host && serverOf({ host: Buffer.from(host).toString('latin1') }).host;
}

/** Headers are written as latin1; what goes out has to be the text's UTF-8, as it would from a Go program. */
function onTheWire(text: string, index: number): string {
  const isSendable = index % 2 === 0 ? isHeaderName(text) : isHeaderValue(text);
  // What exactly may be a secret.
  if (!isSendable) throw failure('internal', 'the config sets a header that HTTP cannot carry');
  return /^[\x20-\x7e]*$/.test(text) ? text : Buffer.from(text).toString('latin1');
}
