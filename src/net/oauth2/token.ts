import { classify, failure } from '../../failure.ts';
import { textOf } from '../http-client-headers.ts';
import { shown } from '../shown.ts';
import type { Token } from './answer.ts';
import { type Asker, type Fetched, fetchToken, type Placement } from './fetch.ts';
import { type OAuth2, tokenPlace } from './schema.ts';

interface Kept {
  token?: Token | undefined;
  /** What the token was had for: a file may hold another one now. */
  secret?: string;
  /** Where the server wants the secret. */
  placement?: Placement | undefined;
  fetching?: Fetching | undefined;
}

interface Fetching {
  readonly work: Promise<Fetched>;
  readonly signal: AbortSignal;
}

// All runs of a module share its token, until a reload changes the module.
const kept = new WeakMap<OAuth2, Kept>();

/** An Authorization header by a token, which is asked for only when there is none that still holds. */
export async function tokenAuthorization(config: OAuth2, asker: Asker): Promise<string> {
  try {
    const { type, value } = await currentToken(config, asker);
    return `${type} ${value}`;
  } catch (error) {
    const { reason, detail } = classify(error, asker.signal);
    const from = tokenPlace(config)?.host ?? shown(config.token_url);
    const told = failure(reason, `OAuth 2 token from ${from}: ${detail}`, { cause: error });
    // The target was not even asked.
    throw Object.assign(told, { ownTrouble: true });
  }
}

/** Lets go of a token that was refused, so that the next run asks for another. */
export function forgetToken(config: OAuth2): void {
  const state = kept.get(config);
  if (state !== undefined) state.token = undefined;
}

/** One run asks and the others wait for it, each only as long as it has time itself. */
async function currentToken(config: OAuth2, asker: Asker): Promise<Token> {
  const { signal } = asker;
  const secret = await secretOf(config, signal);
  const state = stateOf(config);
  for (;;) {
    signal.throwIfAborted();
    const { token, fetching } = state;
    if (token !== undefined && state.secret === secret && !isOver(token)) return token;
    if (fetching === undefined) return refresh(config, { state, secret, asker });
    try {
      return (await orAborted(fetching.work, signal)).token;
    } catch (error) {
      // That the other run had no more time says nothing about ours.
      if (!fetching.signal.aborted) throw error;
    }
  }
}

function stateOf(config: OAuth2): Kept {
  const state: Kept = kept.get(config) ?? {};
  kept.set(config, state);
  return state;
}

async function secretOf(config: OAuth2, signal: AbortSignal): Promise<string> {
  return config.isJwtBearer
    ? textOf(config.client_certificate_key_file, config.client_certificate_key, signal)
    : textOf(config.client_secret_file, config.client_secret, signal);
}

// It must also hold for as long as the request is on its way.
const SPARE_MS = 10_000;

function isOver({ endsAt }: Token): boolean {
  return endsAt !== undefined && endsAt - SPARE_MS < performance.now();
}

interface Refresh {
  readonly state: Kept;
  readonly secret: string;
  readonly asker: Asker;
}

async function refresh(config: OAuth2, { state, secret, asker }: Refresh): Promise<Token> {
  const work = fetchToken(config, { secret, placement: state.placement, asker });
  state.fetching = { work, signal: asker.signal };
  try {
    const { token, placement } = await work;
    Object.assign(state, { token, placement, secret });
    return token;
  } finally {
    state.fetching = undefined;
  }
}

function orAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    const end = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    value.then(resolve, reject).finally(end);
  });
}
