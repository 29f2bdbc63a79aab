import { existsSync } from 'node:fs';
import { BUILT_IN_PROBES } from '../builtin.ts';
import { bundledFile } from '../bundled.ts';
import type { Config, Module } from '../config/config.ts';
import { parseDuration } from '../config/duration.ts';
import { loadConfig } from '../config/load.ts';
import { createFlights } from '../flights.ts';
import { createNetwork } from '../guarded-network.ts';
import type { Job } from '../job.ts';
import { requestedJob } from '../jobs.ts';
import type { Result } from '../result.ts';
import type { Command, Terminal } from './command.ts';
import { parseFlags, wordFlag } from './flags.ts';
import { OUTPUTS, type Output, printAll, printOne } from './probe-output.ts';
import { parseGateway } from './push.ts';
import { pushAll } from './push-all.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

const FLAGS = {
  'config.file': { type: 'string' },
  output: { type: 'string', default: 'text' },
  timeout: { type: 'string' },
  push: { type: 'string' },
  'push.job': { type: 'string', default: 'synthetic-probe' },
} as const;

export const probe: Command = {
  name: 'probe',
  summary: 'probe targets once and explain what came of it',
  usage: `Usage: synthetic-exporter probe MODULE TARGET… [flags]

  --config.file=FILE  where MODULE is defined (default blackbox.yml, or the sample that comes with the program)
  --output=FORMAT     text, json (one object a line) or openmetrics (default text)
  --timeout=DURATION  such as 5s (default: the module's, else 10s)
  --push=URL          put what came of it to a Pushgateway, for jobs that nobody can scrape: http://user:password@host:9091
  --push.job=NAME     label \`job\` there, beside \`module\` and \`instance\` (default synthetic-probe)

Exit code 1 if any target failed, 2 if the Pushgateway did not take all (then that of the targets is lost, too).

What is pushed stays there, and looks as fresh as ever when nobody runs this command any more: alert on
time() - push_time_seconds, and delete the group of a target that is no more. Each run takes the place of the one before
it; there are no counters of runs and no histograms, as \`serve\` has them. A run that was interrupted is not pushed.
Created timestamps get to Prometheus if it scrapes the Pushgateway in protobuf (created-timestamp-zero-ingestion).
`,
  async run(args, terminal) {
    const { values, positionals } = parseFlags(args, FLAGS);
    const [name, ...targets] = positionals;
    if (name === undefined || targets.length === 0) {
      throw new Error(
        'want a module and at least one target: synthetic-exporter probe MODULE TARGET…',
      );
    }
    const output = wordFlag('output', values.output, OUTPUTS);
    const gateway =
      values.push === undefined ? undefined : parseGateway(values.push, values['push.job']);
    const config = await load(values['config.file'] ?? defaultFile());
    const module = moduleNamed(config, name);
    const timeoutMs = timeoutOf(values.timeout, module);
    const jobs = await Promise.all(
      targets.map((target) => requestedJob(module, target, undefined, timeoutMs)),
    );
    const runs = await runAll(jobs, config, output, terminal);
    const isPushed = gateway === undefined || (await pushAll(runs, gateway, terminal));
    if (!isPushed) return 2;
    return runs.some(({ result }) => result.outcome === 'failure') ? 1 : 0;
  },
};

interface Run {
  readonly job: Job;
  readonly result: Result;
}

async function runAll(
  jobs: readonly Job[],
  config: Config,
  output: Output,
  terminal: Terminal,
): Promise<readonly Run[]> {
  const network = createNetwork(terminal.environment);
  network.use(config);
  const flights = createFlights({
    network: network.of,
    onStart: () => {},
    onEnd: (_job, result) => result,
  });
  flights.setConcurrency(config.limits.concurrency);
  void terminal.stopped.then(flights.close);
  const caller = { signal: new AbortController().signal, patienceMs: Number.POSITIVE_INFINITY };
  let done = 0;
  const running = jobs.map(async (job) => {
    const result = await flights.run(job, caller);
    done += 1;
    if (terminal.isInteractive && jobs.length > 1)
      terminal.complain(`\r${done} of ${jobs.length}\x1b[K\r`);
    return { job, result };
  });
  const runs: Run[] = [];
  for (const one of running) {
    const run = await one;
    runs.push(run);
    terminal.print(printOne(run, output));
  }
  terminal.print(printAll(runs, output));
  return runs;
}

function defaultFile(): string {
  return existsSync('blackbox.yml') ? 'blackbox.yml' : bundledFile('deploy/exporter.yml');
}

async function load(file: string): Promise<Config> {
  const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
  if (loaded.outcome === 'rejected') throw new Error(loaded.errors.join('\n'));
  return loaded.config;
}

function moduleNamed({ modules }: Config, name: string): Module {
  const module = modules.get(name);
  if (module !== undefined) return module;
  throw new Error(`no module is named "${name}"; there are ${[...modules.keys()].join(', ')}`);
}

function timeoutOf(text: string | undefined, module: Module): number {
  if (text === undefined) return module.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  try {
    return parseDuration(text);
  } catch (error) {
    throw new Error(`flag --timeout: ${error instanceof Error ? error.message : text}`, {
      cause: error,
    });
  }
}
