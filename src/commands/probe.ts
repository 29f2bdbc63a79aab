import { existsSync } from 'node:fs';
import { BUILT_IN_PROBES } from '../builtin.ts';
import { bundledFile } from '../bundled.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { createFlights, type Flights } from '../flights.ts';
import { createNetwork } from '../guarded-network.ts';
import type { Job } from '../job.ts';
import type { Command, Terminal } from './command.ts';
import { withInputLines } from './input-lines.ts';
import { PROBE_USAGE, type ProbeFlags, parseProbeFlags } from './probe-flags.ts';
import { jobsOfListed, jobsOfTargets } from './probe-jobs.ts';
import { probeOnce } from './probe-once.ts';
import { probeAgain } from './probe-watch.ts';
import { pushAll } from './push-all.ts';

export const probe: Command = {
  name: 'probe',
  summary: 'probe targets once, or again and again, and explain what came of it',
  usage: PROBE_USAGE,
  async run(args, terminal) {
    const flags = parseProbeFlags(args);
    const words = await withInputLines(flags.words, terminal);
    const config = await load(flags.configFile ?? defaultFile());
    const jobs = await jobsOf(config, flags, words, terminal);
    const flights = openFlights(config, terminal);
    const { output, measure, gateway, intervalMs } = flags;
    if (intervalMs !== undefined)
      return (await probeAgain(jobs, flights, { output, intervalMs }, terminal)) ? 0 : 1;
    const runs = await probeOnce(jobs, flights, { output, measure }, terminal);
    const isPushed = gateway === undefined || (await pushAll(runs, gateway, terminal));
    if (!isPushed) return 2;
    return runs.some(({ result }) => result.outcome === 'failure') ? 1 : 0;
  },
};

function defaultFile(): string {
  return existsSync('blackbox.yml') ? 'blackbox.yml' : bundledFile('deploy/exporter.yml');
}

async function load(file: string): Promise<Config> {
  const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
  if (loaded.outcome === 'rejected') throw new Error(loaded.errors.join('\n'));
  return loaded.config;
}

function jobsOf(
  config: Config,
  { isListed, timeoutMs }: ProbeFlags,
  words: readonly string[],
  terminal: Terminal,
): Promise<readonly Job[]> {
  if (isListed) return jobsOfListed(config, words, timeoutMs, terminal);
  const [name = '', ...targets] = words;
  return jobsOfTargets(config, name, targets, timeoutMs);
}

function openFlights(config: Config, terminal: Terminal): Flights {
  const network = createNetwork(terminal.environment);
  network.use(config);
  const flights = createFlights({
    isSeen: () => true,
    network: network.of,
    onStart: () => {},
    onEnd: (_job, result) => result,
  });
  flights.setConcurrency(config.limits.concurrency);
  void terminal.stopped.then(flights.close);
  return flights;
}
