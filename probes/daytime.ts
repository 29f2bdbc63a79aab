import { ipWarnings } from '../src/net/choose.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { hostPort } from '../src/net/schema.ts';
import { defineProbe, failure } from '../src/probe.ts';
import { ask } from './daytime/ask.ts';
import { config } from './daytime/config.ts';
import { readTime } from './daytime/read.ts';
import { compareClocks } from './daytime/reading.ts';

export default defineProbe({
  name: 'daytime',
  help: 'Asks a daytime service (RFC 867) for the time and compares it with our clock.',
  target: hostPort(13),
  config,
  phases: ['resolve', 'connect', 'read'],
  metrics: {
    ...lookUpMetrics,
    probe_daytime_timestamp_seconds: {
      type: 'gauge',
      unit: 'seconds',
      help: 'The time that the target said, in Unix seconds.',
    },
    probe_daytime_offset_seconds: {
      type: 'gauge',
      unit: 'seconds',
      help: "The target's clock minus ours, half the round trip taken off.",
    },
    probe_daytime_offset_error_seconds: {
      type: 'gauge',
      unit: 'seconds',
      help: 'By how much the offset may be wrong at most.',
    },
  },
  warnings: (config) => [...ipWarnings(config)],
  async run(context) {
    const { target, config, signal, network, enter, observe, debug, show } = context;
    enter('resolve', target.host);
    const { address } = await lookUp(context, target.host, config);
    const destination = { address, port: target.port };
    const question = { network, destination, signal, enter, show };
    const { line, window } = await ask[config.transport](question);
    const { zone, format } = config;
    const reading = readTime(line, { zone, format, now: window.heardAt });
    debug(`read ${JSON.stringify(line)} as ${reading.said}`);
    observe('probe_daytime_timestamp_seconds', reading.said);
    if (reading.flaw !== undefined) throw failure('status', reading.flaw);
    const { offset, error } = compareClocks(reading, window);
    observe('probe_daytime_offset_seconds', offset);
    observe('probe_daytime_offset_error_seconds', error);
  },
});
