import { ipWarnings } from '../src/net/choose.ts';
import { lookUpMetrics } from '../src/net/look-up.ts';
import { tlsWarnings } from '../src/net/tls-schema.ts';
import { defineProbe, type MetricSpecs } from '../src/probe.ts';
import { type Config, config } from './sidecar/config.ts';
import { counterSpecs } from './sidecar/counter.ts';
import { readCounts } from './sidecar/counts.ts';
import { readHttp } from './sidecar/http.ts';
import { parsePayload } from './sidecar/payload.ts';
import { target } from './sidecar/target.ts';
import { readTcp } from './sidecar/tcp.ts';

export default defineProbe({
  name: 'sidecar',
  help: 'Reads counters, with their true start times, from the JSON that a service prints.',
  target,
  config,
  phases: ['resolve', 'connect', 'tls', 'read'],
  metrics: ({ counters }: Config): MetricSpecs => ({ ...lookUpMetrics, ...counterSpecs(counters) }),
  warnings: (config) => [...ipWarnings(config), ...tlsWarnings(config.tls_config)],
  async run({ target, config, signal, network, enter, observe, show, hide }) {
    const asking = { config, signal, network, enter, observe, show, hide };
    const bytes =
      target.transport === 'tcp' ? await readTcp(target, asking) : await readHttp(target, asking);
    const clock = { zone: config.zone, nowMs: Date.now() };
    // All are read before the first is observed: a scrape never shows half of a payload.
    const counts = readCounts(parsePayload(bytes), config.counters, clock);
    for (const { metric, ...count } of counts) observe(metric, count.value, count);
  },
});
