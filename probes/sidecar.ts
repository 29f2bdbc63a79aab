import { dial } from '../src/net/connect.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { defineProbe, type MetricSpecs } from '../src/probe.ts';
import { type Config, config } from './sidecar/config.ts';
import { counterSpecs } from './sidecar/counter.ts';
import { readCounts } from './sidecar/counts.ts';
import { parsePayload } from './sidecar/payload.ts';
import { tcpTarget } from './sidecar/target.ts';
import { readFirstValue } from './sidecar/tcp.ts';

export default defineProbe({
  name: 'sidecar',
  help: 'Reads counters, with their true start times, from the JSON that a service prints.',
  target: tcpTarget,
  config,
  phases: ['resolve', 'connect', 'read'],
  metrics: ({ counters }: Config): MetricSpecs => ({ ...lookUpMetrics, ...counterSpecs(counters) }),
  async run({ target, config, signal, network, enter, observe }) {
    enter('resolve');
    const { address } = await lookUp({ network, signal, observe }, target.host, config);
    enter('connect');
    const socket = await dial(network, { address, port: target.port }, signal);
    try {
      enter('read');
      if (config.send !== undefined) socket.write(config.send);
      const bytes = await readFirstValue(socket, config.max_bytes);
      const { zone, counters } = config;
      const counts = readCounts(parsePayload(bytes), counters, { zone, nowMs: Date.now() });
      for (const { metric, ...count } of counts) observe(metric, count.value, count);
    } finally {
      socket.destroy();
    }
  },
});
