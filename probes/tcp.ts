import { ipWarnings } from '../src/net/choose.ts';
import { dial } from '../src/net/connect.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { placeText } from '../src/net/place-text.ts';
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
  async run(context) {
    const { target, config, signal, network, enter, observe, debug, show } = context;
    const { host, port } = target;
    enter('resolve', host);
    const { address } = await lookUp(context, host, config);
    debug(`${host} is ${address}`);
    enter('connect', placeText(address, port));
    const localAddress = config.source_ip_address;
    const socket = await dial(network, { address, port, localAddress }, signal);
    try {
      const peer = placeText(host, port);
      const talking = { signal, peer, serverName: host, observe, enter, debug, show };
      await talk(socket, config, talking);
    } finally {
      socket.destroy();
    }
  },
});
