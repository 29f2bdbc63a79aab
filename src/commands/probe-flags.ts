import { durationText } from '../config/duration.ts';
import { durationFlag, parseFlags, wordFlag } from './flags.ts';
import { OUTPUTS, type Output } from './probe-output.ts';
import { type Gateway, parseGateway } from './push.ts';
import type { Measure } from './terminal/details.ts';

export const PROBE_USAGE = `Usage: synthetic-exporter probe MODULE TARGET… [flags]
       synthetic-exporter probe --listed [NAME…] [flags]

  TARGET…             what to probe; - stands for the lines of standard input, a target each
  --listed            the targets that the configuration lists, as it sets them: those of these names, else all
  --config.file=FILE  where MODULE is defined (default blackbox.yml, or the sample that comes with the program)
  --output=FORMAT     text, json (one object a line) or openmetrics (default text)
  --verbose           leave nothing out: each run with its log, and targets that are up as fully as those that are not
  --timeout=DURATION  such as 5s (default: the module's, else 10s)
  --watch[=INTERVAL]  probe again every interval (default 5s) until Ctrl-C: a view that is kept up to date in a terminal,
                      else a line for each change, or with json for each run
  --push=URL          put what came of it to a Pushgateway, for jobs that nobody can scrape: http://user:password@host:9091
  --push.job=NAME     label \`job\` there, beside \`module\` and \`instance\` (default synthetic-probe)

One target is explained in full: where the time went, what was said, certificates, values. Of several, the first five
that failed are. A terminal gets colours, unless NO_COLOR is set; FORCE_COLOR=1 gives them to pipes, too.

Exit code 1 if any target failed (with --watch: is not up in the end), 2 if the Pushgateway did not take all (then that of the
targets is lost, too).

What is pushed stays there, and looks as fresh as ever when nobody runs this command any more: alert on
time() - push_time_seconds, and delete the group of a target that is no more. Each run takes the place of the one before
it; there are no counters of runs and no histograms, as \`serve\` has them. A run that was interrupted is not pushed.
Created timestamps get to Prometheus if it scrapes the Pushgateway in protobuf (created-timestamp-zero-ingestion).
`;

const FLAGS = {
  'config.file': { type: 'string' },
  listed: { type: 'boolean', default: false },
  output: { type: 'string', default: 'text' },
  verbose: { type: 'boolean', default: false },
  timeout: { type: 'string' },
  watch: { type: 'string' },
  push: { type: 'string' },
  'push.job': { type: 'string', default: 'synthetic-probe' },
} as const;

export interface ProbeFlags {
  /** A module and targets, or names of listed targets; `-` stands for standard input. */
  readonly words: readonly string[];
  readonly configFile: string | undefined;
  readonly isListed: boolean;
  readonly output: Output;
  readonly measure: Measure;
  readonly timeoutMs: number | undefined;
  /** None for one run of each. */
  readonly intervalMs: number | undefined;
  readonly gateway: Gateway | undefined;
}

/** Throws an error for people. */
export function parseProbeFlags(args: readonly string[]): ProbeFlags {
  const { values, positionals } = parseFlags(withInterval(args), FLAGS);
  const { listed, timeout, watch, push } = values;
  if (!listed && positionals.length < 2)
    throw new Error(
      'want a module and at least one target: synthetic-exporter probe MODULE TARGET…',
    );
  const output = wordFlag('output', values.output, OUTPUTS);
  if (watch !== undefined && output === 'openmetrics')
    throw new Error('flag --watch: got --output=openmetrics, want text or json');
  if (watch !== undefined && push !== undefined)
    throw new Error('flag --watch: got --push as well, want one of them');
  return {
    words: positionals,
    configFile: values['config.file'],
    isListed: listed,
    output,
    measure: values.verbose ? 'all' : 'usual',
    timeoutMs: timeout === undefined ? undefined : durationFlag('timeout', timeout),
    intervalMs: watch === undefined ? undefined : readInterval(watch),
    gateway: push === undefined ? undefined : parseGateway(push, values['push.job']),
  };
}

const USUAL_INTERVAL = '5s';
const SHORTEST_INTERVAL_MS = 100;
const LONGEST_INTERVAL_MS = 24 * 3_600_000;

/** The one flag whose value may be left out, which Node's parser does not know. */
function withInterval(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return args.map((arg, index) =>
    arg === '--watch' && (end < 0 || index < end) ? `--watch=${USUAL_INTERVAL}` : arg,
  );
}

function readInterval(text: string): number {
  const ms = durationFlag('watch', text);
  if (ms < SHORTEST_INTERVAL_MS)
    throw new Error(
      `flag --watch: got "${text}", want ${durationText(SHORTEST_INTERVAL_MS)} or more`,
    );
  if (ms > LONGEST_INTERVAL_MS)
    throw new Error(
      `flag --watch: got "${text}", want ${durationText(LONGEST_INTERVAL_MS)} at most`,
    );
  return ms;
}
