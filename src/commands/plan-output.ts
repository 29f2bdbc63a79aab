import { durationText } from '../config/duration.ts';
import type { Changed, Changes, Difference } from '../plan/difference.ts';
import type { Plan, Premises } from '../plan/plan.ts';
import { printable } from './terminal/printable.ts';

export const OUTPUTS = ['text', 'json'] as const;
export type Output = (typeof OUTPUTS)[number];

interface Found {
  readonly file: string;
  readonly premises: Premises;
  readonly plan: Plan;
  /** None if nothing was asked to be compared with. */
  readonly difference: Difference | undefined;
  readonly exceeded: readonly string[];
}

export function printed(found: Found, output: Output): string {
  return output === 'json' ? `${JSON.stringify(found, undefined, 2)}\n` : explained(found);
}

function explained({ file, premises, plan, difference }: Found): string {
  const { modules, targets, hosts } = plan;
  const { shard } = premises;
  const all = targets.scheduled + targets.onScrape;
  const part = shard === undefined ? '' : `, shard ${shard.index}/${shard.count}`;
  const asked = `${amount(targets.scheduled)} scheduled, ${amount(targets.onScrape)} on scrape`;
  const parts = [
    `${file}${part}: ${amount(modules)} modules, ${amount(all)} targets (${asked})\n`,
    table(rows(plan, premises)),
    hosts.count === 0 ? '' : `requests per minute\n${table(hostRows(hosts))}`,
    difference === undefined ? '' : changes('modules', difference.modules),
    difference === undefined ? '' : changes('targets', difference.targets),
  ];
  return parts.filter((text) => text !== '').join('\n');
}

type Row = readonly [string, string];

function rows({ size, load, concurrency, needs }: Plan, premises: Premises): readonly Row[] {
  const { text, openmetrics, protobuf } = size.bytes;
  const { scheduledPerSecond, onScrapePerSecond, typicalInFlight, mostInFlight } = load;
  const every = durationText(premises.scrapeIntervalMs);
  const typical = durationText(premises.typicalRunMs);
  const tooMany = mostInFlight > concurrency ? ': the others would wait' : '';
  return [
    ['series', amount(size.series)],
    [
      '',
      `and ${amount(size.createdSeries)} created timestamps, where they are series of their own`,
    ],
    ['a scrape', `${megabytes(text)} in text, ${megabytes(openmetrics)} in OpenMetrics`],
    ['', `${megabytes(protobuf)} in protobuf, all before compression`],
    ['runs', `${amount(scheduledPerSecond)} per second on the schedule`],
    ['', `${amount(onScrapePerSecond)} per second on scrape, with a scrape every ${every}`],
    ['in flight', `${amount(typicalInFlight)} if a run takes ${typical}`],
    ['', `${amount(mostInFlight)} if no target ever answers, at most ${concurrency}${tooMany}`],
    ['CPU', `about ${amount(needs.cores)} cores kept busy`],
    ['memory', `about ${megabytes(needs.memoryBytes)}`],
    ['processes', `${needs.shards}, each with --workers=${needs.workers}`],
  ];
}

function hostRows({ count, most }: Plan['hosts']): readonly Row[] {
  const rows = most.map(({ host, requestsPerMinute }): Row => [host, amount(requestsPerMinute)]);
  const others = count - most.length;
  return others > 0 ? [...rows, [`${amount(others)} hosts more`, 'no more than the last']] : rows;
}

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join('');
}

const NAMES_SHOWN = 20;

function changes(what: string, { added, removed, changed, unchanged }: Changes): string {
  const named = (sign: string, names: readonly string[]): string => {
    const shown = names.slice(0, NAMES_SHOWN).map((name) => `  ${sign} ${printable(name)}\n`);
    const more = names.length - shown.length;
    return `${shown.join('')}${more > 0 ? `  ${sign} … ${amount(more)} more\n` : ''}`;
  };
  const counts = `${amount(added.length)} added, ${amount(removed.length)} removed`;
  const others = `${amount(changed.length)} changed, ${amount(unchanged)} unchanged`;
  const lines = [named('+', added), named('-', removed), named('~', changed.map(changedText))];
  return `${what}: ${counts}, ${others}\n${lines.join('')}`;
}

function changedText({ name, what }: Changed): string {
  return `${name}: ${what.join(', ')}`;
}

/** Three digits are more than an estimate knows; whole numbers stay whole. */
function amount(value: number): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  return rounded.toLocaleString('en');
}

function megabytes(bytes: number): string {
  return `${amount(bytes / 1e6)} MB`;
}
