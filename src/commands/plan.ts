import { BUILT_IN_PROBES } from '../builtin.ts';
import { loadConfig } from '../config/load.ts';
import { withTargetsInFiles } from '../discovery/in-files.ts';
import { differenceOf } from '../plan/difference.ts';
import { exceeded, LIMITS, type Limit } from '../plan/limits.ts';
import { type Premises, planOf } from '../plan/plan.ts';
import { runningConfig } from '../plan/running.ts';
import { type Shown, shownConfig } from '../plan/shown-config.ts';
import type { Command, Terminal } from './command.ts';
import { durationFlag, numberFlag, parseFlags, wordFlag } from './flags.ts';
import { OUTPUTS, type Output, printed } from './plan-output.ts';
import { parseShard } from './shard-flag.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'say what a configuration will cost before it is rolled out, and what it changes',
  usage: `Usage: synthetic-exporter plan [--config.file=FILE] [flags]

  --config.file=FILE       the configuration (default blackbox.yml)
  --against=URL            a running exporter: what the configuration changes there
  --shard=I/N              only the part of this process, as with serve
  --cores=N                how many cores one process may use (default 1)
  --scrape-interval=T      how often Prometheus scrapes (default 15s)
  --typical-run=T          how long a run takes when all is well (default 100ms)
  --output=FORMAT          text or json (default text)
  --max-series=N           exit code 1 if there are more series, created timestamps included
  --max-cores=N            … if more cores are kept busy
  --max-memory=MB          … if all processes together need more memory
  --max-host-requests=N    … if any host gets more requests per minute

Exit code 1 if the configuration has an error or a limit is exceeded, 2 if the flags are wrong or the running exporter
cannot be asked. Targets in files that discovery names count, those of its URLs do not. CPU and memory are estimates
from measurements of one machine.
`,
  async run(args, terminal) {
    let flags: Flags;
    let running: Shown | undefined;
    try {
      flags = read(args);
      running = flags.against === undefined ? undefined : await runningConfig(flags.against);
    } catch (error) {
      terminal.complain(`synthetic-exporter: ${(error as Error).message}\n`);
      return 2;
    }
    return show(flags, running, terminal);
  },
};

const FLAGS = {
  'config.file': { type: 'string', default: 'blackbox.yml' },
  against: { type: 'string' },
  shard: { type: 'string' },
  cores: { type: 'string', default: '1' },
  'scrape-interval': { type: 'string', default: '15s' },
  'typical-run': { type: 'string', default: '100ms' },
  output: { type: 'string', default: 'text' },
  'max-series': { type: 'string' },
  'max-cores': { type: 'string' },
  'max-memory': { type: 'string' },
  'max-host-requests': { type: 'string' },
} as const;

interface Flags {
  readonly file: string;
  readonly against: string | undefined;
  readonly output: Output;
  readonly premises: Premises;
  readonly limits: readonly Limit[];
}

function read(args: readonly string[]): Flags {
  const { values, positionals } = parseFlags(args, FLAGS);
  if (positionals.length > 0) throw new Error(`unexpected argument "${positionals[0]}"`);
  const { shard, against, output } = values;
  return {
    file: values['config.file'],
    against,
    output: wordFlag('output', output, OUTPUTS),
    premises: {
      shard: shard === undefined ? undefined : parseShard(shard),
      cores: numberFlag('cores', values.cores, 1, MOST_CORES),
      scrapeIntervalMs: durationFlag('scrape-interval', values['scrape-interval']),
      typicalRunMs: durationFlag('typical-run', values['typical-run']),
    },
    limits: LIMITS.flatMap(({ name, ...limit }) => {
      const text = values[name];
      return text === undefined ? [] : [{ name, ...limit, most: numberFlag(name, text, 0) }];
    }),
  };
}

const MOST_CORES = 1024;

async function show(
  { file, output, premises, limits }: Flags,
  running: Shown | undefined,
  terminal: Terminal,
): Promise<number> {
  const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
  for (const error of loaded.errors) terminal.complain(`${error}\n`);
  if (loaded.outcome === 'rejected') return 1;
  for (const warning of loaded.warnings) terminal.complain(`warning: ${warning}\n`);
  const { config, problems, urls } = await withTargetsInFiles(loaded.config);
  for (const problem of problems) terminal.complain(`${problem}\n`);
  if (urls > 0) terminal.complain(`warning: ${urls} URLs not asked for targets\n`);
  const plan = planOf(config, premises);
  const tooMuch = exceeded(plan, limits);
  const difference =
    running === undefined ? undefined : differenceOf(running, shownConfig(await config.shown()));
  terminal.print(printed({ file, premises, plan, difference, exceeded: tooMuch }, output));
  for (const line of tooMuch) terminal.complain(`plan: ${line}\n`);
  return loaded.errors.length + tooMuch.length > 0 ? 1 : 0;
}
