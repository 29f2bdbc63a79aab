import { headerPairs } from '../../src/net/header-pairs.ts';
import { referenceWarnings } from '../../src/net/http-client.ts';
import { authorizationOf, extraHeaders } from '../../src/net/http-client-headers.ts';
import type { HttpRequest } from '../../src/net/http-message.ts';
import type { Place } from '../../src/net/place.ts';
import { shown } from '../../src/net/shown.ts';
import { requireUsable } from '../../src/net/tls-context.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { failure } from '../../src/probe.ts';
import type { Config } from './config.ts';
import { nameFault } from './headers.ts';

export interface Request extends HttpRequest {
  /** Those of its headers that are no secrets; the others come behind them. */
  readonly open: readonly string[];
}

/** What is asked for the upgrade, but for the key, which is another each time. */
export async function requestFor(
  { host, path }: Place,
  { http_config, headers }: Config,
  signal: AbortSignal,
): Promise<Request> {
  requireSendable(http_config, headers);
  await requireUsable(http_config.tls_config, signal);
  const { open, secret } = await extraHeaders({ http_headers: headers }, signal);
  const wanted = headerPairs([...open, ...secret]);
  const isSet = (name: string): boolean => wanted.some(([key]) => key.toLowerCase() === name);
  const authorization = isSet('authorization')
    ? undefined
    : await authorizationOf(http_config, signal);
  const shown = sendable(open);
  if (!isSet('user-agent')) shown.unshift('User-Agent', userAgent);
  const hidden = sendable(secret);
  if (authorization !== undefined) hidden.push('Authorization', authorization);
  const [, ownHost] = wanted.find(([name, value]) => /^host$/i.test(name) && value !== '') ?? [];
  return {
    method: 'GET',
    path,
    host: onTheWire(ownHost ?? host),
    headers: [...shown, ...hidden].map(onTheWire),
    open: shown.map(onTheWire),
    upgrade: 'websocket',
  };
}

/** An empty User-Agent says that there shall be none. */
function sendable(list: readonly string[]): string[] {
  return headerPairs(list)
    .filter(([name, value]) => {
      const key = name.toLowerCase();
      return key !== 'host' && !(key === 'user-agent' && value === '');
    })
    .flat();
}

function requireSendable(client: Config['http_config'], headers: Config['headers']): void {
  for (const message of referenceWarnings({ ...client, oauth2: undefined }))
    throw failure('internal', `http_config.${message}`);
  for (const name of Object.keys(headers)) {
    const fault = nameFault(name);
    if (fault !== undefined)
      throw failure('internal', `the config sets the header ${shown(name)}, which ${fault}`);
  }
}

/** As a Go program writes it: in UTF-8, which is given here as latin1, and without line breaks. */
function onTheWire(text: string): string {
  return Buffer.from(text.replace(/[\r\n]/g, ' ').trim()).toString('latin1');
}
