import { ipWarnings } from '../src/net/choose.ts';
import { dial } from '../src/net/connect.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { hostPort } from '../src/net/schema.ts';
import { sourceAddressWarnings } from '../src/net/source-address.ts';
import { talk, talkMetrics, talkWarnings } from '../src/net/talk.ts';
import { defineProbe } from '../src/probe.ts';
import { type Config, config } from './tcp/config.ts';

export default defineProbe({
  name: 'tcp',
  help: 'Connects to host:port, speaks TLS if asked to, and holds the dialogue that the config describes.',
  target: hostPort(),
  config,
  phases: ['resolve', 'connect', 'tls', 'dialogue'],
  metrics: (config: Config) => ({ ...lookUpMetrics, ...talkMetrics(config) }),
  warnings: (config) => [
    ...ipWarnings(config),
    ...sourceAddressWarnings(config.source_ip_address),
    ...talkWarnings(config),
  ],
  withHostname(config, hostname) {
    const { tls_config } = config;
    return {
      ...config,
      tls_config: { ...tls_config, server_name: tls_config.server_name ?? hostname },
    };
  },
  async run({ target, config, signal, network, enter, observe, debug }) {
    enter('resolve');
    const { host, port } = target;
    const { address } = await lookUp({ network, signal, observe }, host, config);
    debug(`${host} is ${address}`);
    enter('connect');
    const localAddress = config.source_ip_address;
    const socket = await dial(network, { address, port, localAddress }, signal);
    try {
      await talk(socket, config, { signal, serverName: host, observe, enter, debug });
    } finally {
      socket.destroy();
    }
  },
});
