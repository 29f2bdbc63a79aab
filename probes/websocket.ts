import type { Socket } from 'node:net';
import { dial } from '../src/net/connect.ts';
import { lookUp } from '../src/net/look-up.ts';
import type { Place } from '../src/net/place.ts';
import { placeText } from '../src/net/place-text.ts';
import { startReader } from '../src/net/reader.ts';
import { startTls } from '../src/net/tls.ts';
import { observeTls } from '../src/net/tls-facts.ts';
import { defineProbe, type ProbeContext } from '../src/probe.ts';
import { type Config, config, warnings } from './websocket/config.ts';
import { converse } from './websocket/converse.ts';
import { shakeHands } from './websocket/handshake.ts';
import { close } from './websocket/messages.ts';
import { metrics } from './websocket/metrics.ts';
import { type Request, requestFor } from './websocket/request.ts';
import { target } from './websocket/target.ts';

type Context = ProbeContext<Place, Config, typeof metrics, Phase>;
type Phase = 'resolve' | 'connect' | 'processing' | 'transfer';

export default defineProbe({
  name: 'websocket',
  help: 'Opens a WebSocket, over TLS for wss, and holds the dialogue that the config describes.',
  target,
  config,
  phases: ['resolve', 'connect', 'processing', 'transfer'],
  metrics,
  warnings: (config) => [...warnings(config)],
  async run(context) {
    const { target, config, network, signal, enter, observe, debug } = context;
    const { name, port, isTls } = target;
    observe('probe_websocket_status_code', 0);
    observe('probe_websocket_connection_upgraded', 0);
    observe('probe_websocket_failed_due_to_regex', 0);
    const request = await requestFor(target, config, signal);
    enter('resolve', name);
    const { address } = await lookUp(context, name, config);
    debug(`${name} is ${address}`);
    enter('connect', placeText(address, port));
    const socket = await dial(network, { address, port }, signal);
    try {
      enter('processing', `GET ${target.href}`);
      await speak(isTls ? await secure(socket, context) : socket, request, context);
    } finally {
      socket.destroy();
    }
  },
});

async function secure(plain: Socket, context: Context): Promise<Socket> {
  const { target, config, signal, observe, show } = context;
  const { tls_config } = config.http_config;
  const options = {
    config: tls_config,
    serverName: tls_config.server_name ?? target.name,
    onFacts: observeTls.bind(undefined, observe),
    show,
  };
  return startTls(plain, options, signal);
}

async function speak(socket: Socket, request: Request, context: Context): Promise<void> {
  const { config, signal, enter, observe, debug, show, hide } = context;
  const reader = startReader(socket, signal);
  const onStatus = (status: number): void => observe('probe_websocket_status_code', status);
  await shakeHands(socket, reader, { request, onStatus, show, hide });
  observe('probe_websocket_connection_upgraded', 1);
  try {
    if (config.query_response.length === 0) return;
    enter('transfer', 'the dialogue');
    // Until it is known to be otherwise: what is observed after the deadline would come too late.
    observe('probe_websocket_failed_due_to_regex', 1);
    await converse({ socket, reader, debug, show }, config.query_response);
    observe('probe_websocket_failed_due_to_regex', 0);
  } finally {
    close(socket);
  }
}
