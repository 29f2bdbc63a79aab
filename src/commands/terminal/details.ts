import type { RunAccount } from '../../account/story.ts';
import type { Look } from './look.ts';
import { printable } from './printable.ts';
import { entryLines, saidLines, shortened } from './said.ts';
import { instantText, milliseconds } from './times.ts';
import { waterfall } from './waterfall.ts';
import { folded } from './width.ts';

const MOST_VALUES = 60;
const INDENT = '    ';

/** How much of a run is told: `all` has its log, and leaves nothing out. */
export type Measure = 'usual' | 'all';

/** Everything about one run but its verdict: where the time went, what it said, what was measured. */
export function detailLines(account: RunAccount, look: Look, measure: Measure): readonly string[] {
  const most = measure === 'all' ? Number.POSITIVE_INFINITY : undefined;
  return [
    ...(account.spans.length > 0 ? ['', ...waterfall(account, look)] : []),
    ...saidLines(account, look, most),
    ...section('Measured', shortened(valueLines(account, look), most ?? MOST_VALUES, look), look),
    ...(measure === 'all' ? section('Log', logLines(account, look), look) : []),
  ];
}

function section(title: string, lines: readonly string[], { paint }: Look): readonly string[] {
  return lines.length === 0 ? [] : ['', `  ${paint.strong(title)}`, ...lines];
}

function valueLines({ samples }: RunAccount, look: Look): readonly string[] {
  const values = samples.map(({ metric, labels, value, createdSeconds }) => {
    const pairs = Object.entries(labels).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
    const since = createdSeconds === undefined ? '' : ` since ${instantText(createdSeconds)}`;
    const name = pairs.length === 0 ? metric : `${metric}{${pairs.join(',')}}`;
    return [name, `${value}${since}`] as const;
  });
  const longest = Math.max(0, ...values.map(([, value]) => value.length));
  return entryLines(values, look, Math.min(longest, Math.floor(look.columns / 2)));
}

function logLines({ log, startedAtMs }: RunAccount, { longest, paint }: Look): readonly string[] {
  return log.flatMap(({ atMs, text }) => {
    const when = `+${milliseconds((atMs - startedAtMs) / 1000)}`.padStart(11);
    const [first = '', ...more] = folded(printable(text), longest - INDENT.length - 13);
    const rest = more.map((line) => `${INDENT}${' '.repeat(13)}${line}`);
    return [`${INDENT}${paint.faint(when)}  ${first}`, ...rest];
  });
}
