import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Show } from '../evidence.ts';
import { failure } from '../failure.ts';
import { converse, type DialogueContext, dialogueMetrics } from './dialogue.ts';
import { queryResponse } from './query-response.ts';
import { yamlBoolean } from './schema.ts';
import { startTls } from './tls.ts';
import { type ObserveTls, observeTls, tlsMetrics } from './tls-facts.ts';
import { tlsConfig, tlsWarnings } from './tls-schema.ts';

/** What a config says of a connection that is open: whether TLS is spoken on it, and the dialogue that is held. */
export const talkKeys = {
  query_response: queryResponse.default([]),
  tls: yamlBoolean.default(false),
  tls_config: tlsConfig.prefault({}),
};

const schema = z.object(talkKeys);
export type TalkConfig = Readonly<z.output<typeof schema>>;

export function talkMetrics({ query_response }: TalkConfig) {
  return { ...tlsMetrics, ...dialogueMetrics(query_response) };
}

/** What is allowed and comes to nothing, or can only fail when a probe runs. */
export function* talkWarnings({ tls, tls_config, query_response }: TalkConfig): Generator<string> {
  yield* tlsWarnings(tls_config);
  const upgrades = query_response.filter(({ starttls }) => starttls).length;
  if (upgrades + (tls ? 1 : 0) > 1)
    yield 'TLS is started more than once, each within the one before';
  for (const [index, { expect, labels }] of query_response.entries()) {
    if (expect === undefined && labels !== undefined)
      yield `query_response.${index}.labels: not used without expect`;
  }
}

export interface TalkContext {
  readonly signal: AbortSignal;
  /** Whom this is with, for people. */
  readonly peer: string;
  /** What the certificate must be for if the config does not say; undefined if there is no such name. */
  readonly serverName: string | undefined;
  readonly observe: DialogueContext['observe'] & ObserveTls;
  enter(this: void, phase: 'tls' | 'dialogue', about?: string): void;
  debug(this: void, line: string): void;
  readonly show: Show;
}

/** Goes through what the config says. The socket stays the caller's to destroy. */
export async function talk(
  socket: Socket,
  { tls, tls_config, query_response }: TalkConfig,
  { signal, peer, serverName, observe, enter, debug, show }: TalkContext,
): Promise<void> {
  const wanted = tls_config.server_name ?? serverName;

  async function secure(plain: Socket): Promise<Socket> {
    enter('tls', wanted);
    if (wanted === undefined && !tls_config.insecure_skip_verify) throw nameless();
    const options = {
      config: tls_config,
      serverName: wanted ?? '',
      onFacts: observeTls.bind(undefined, observe),
      show,
    };
    const secured = await startTls(plain, options, signal);
    enter('dialogue', peer);
    isSecure = true;
    return secured;
  }

  let isSecure = false;
  const ready = tls ? await secure(socket) : socket;
  enter('dialogue', peer);
  await converse(ready, query_response, { signal, observe, debug, show, secure });
  // Node tells of a handshake before it has sent the end of ours: who closes at once leaves the server waiting for it.
  if (isSecure) await nextTurn();
}

function nameless(): Error {
  const detail =
    'nothing says whom the certificate must be for, want tls_config.server_name or insecure_skip_verify';
  return Object.assign(failure('tls', detail), { ownTrouble: true });
}
