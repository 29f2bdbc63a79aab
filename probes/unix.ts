import { dialPath } from '../src/net/connect.ts';
import { type TalkConfig, talk, talkMetrics } from '../src/net/talk.ts';
import { defineProbe } from '../src/probe.ts';
import { config, warnings } from './unix/config.ts';
import { target } from './unix/target.ts';

export default defineProbe({
  name: 'unix',
  help: 'Connects to a socket of this machine, speaks TLS if asked to, and holds the dialogue that the config describes.',
  target,
  config,
  phases: ['connect', 'tls', 'dialogue'],
  metrics: (config: TalkConfig) => talkMetrics(config),
  warnings: (config) => [...warnings(config)],
  async run(context) {
    const { target, config, signal, enter, observe, debug, show } = context;
    enter('connect', target);
    const socket = await dialPath(target, signal);
    try {
      const talking = { signal, peer: target, serverName: undefined, observe, enter, debug, show };
      await talk(socket, config, talking);
    } finally {
      socket.destroy();
    }
  },
});
