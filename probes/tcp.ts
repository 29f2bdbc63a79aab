import type { Socket } from 'node:net';
import { dial } from '../src/net/connect.ts';
import { converse, dialogueMetrics } from '../src/net/dialogue.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { hostPort } from '../src/net/schema.ts';
import { startTls } from '../src/net/tls.ts';
import { observeTls, type TlsFacts, tlsMetrics } from '../src/net/tls-facts.ts';
import { defineProbe } from '../src/probe.ts';
import { type Config, config } from './tcp/config.ts';

export default defineProbe({
  name: 'tcp',
  help: 'Connects to host:port, speaks TLS if asked to, and holds the dialogue that the config describes.',
  target: hostPort(),
  config,
  phases: ['resolve', 'connect', 'tls', 'dialogue'],
  metrics: ({ query_response }: Config) => ({
    ...lookUpMetrics,
    ...tlsMetrics,
    ...dialogueMetrics(query_response),
  }),
  withHostname(config, hostname) {
    const { tls_config } = config;
    return {
      ...config,
      tls_config: { ...tls_config, server_name: tls_config.server_name ?? hostname },
    };
  },
  async run({ target, config, signal, network, enter, observe, debug }) {
    enter('resolve');
    const { address } = await lookUp({ network, signal, observe }, target.host, config);
    debug(`${target.host} is ${address}`);
    enter('connect');
    const { port } = target;
    const localAddress = config.source_ip_address;
    const socket = await dial(network, { address, port, localAddress }, signal);
    try {
      const secure = async (plain: Socket): Promise<Socket> => {
        enter('tls');
        const serverName = config.tls_config.server_name ?? target.host;
        const onFacts = (facts: TlsFacts): void => observeTls(observe, facts);
        const options = { config: config.tls_config, serverName, onFacts };
        const secured = await startTls(plain, options, signal);
        enter('dialogue');
        return secured;
      };
      const talk = config.tls ? await secure(socket) : socket;
      enter('dialogue');
      await converse(talk, config.query_response, { signal, observe, debug, secure });
    } finally {
      socket.destroy();
    }
  },
});
