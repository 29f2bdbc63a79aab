import { parseArgs } from 'node:util';
import { accuracy } from './accuracy.ts';
import { CASES, type Case } from './cases.ts';
import { cost } from './cost.ts';
import { memory } from './memory.ts';
import type { Part } from './part.ts';
import { schedule } from './schedule.ts';
import { FULL, LONG_MEMORY, QUICK, type Sizes } from './sizes.ts';
import { start } from './start.ts';

/** What the user wants measured. */
export interface Order {
  readonly parts: readonly Part[];
  /** Of the cost of a probe. */
  readonly cases: readonly Case[];
  readonly sizes: Sizes;
  readonly write: boolean;
}

export const USAGE = `Usage: npm run bench -- [NAME…] [flags]

Names; without any, everything is measured:
  ${CASES.join(' ')}   what a probe on scrape costs
  accuracy    by how much measured latencies are wrong under load
  schedule    10,000 targets on the schedule
  memory      over 100,000 probes
  start       until the first answer

Flags:
  --quick     only to see that the bench works: its figures mean nothing
  --long      memory over a million probes
  --write     everything, into bench/results.md and bench/pictures/
`;
const OTHERS: readonly Part[] = [accuracy, schedule, memory, start];

/** What is wrong with the arguments, for people, if something is. */
export function parseOrder(args: readonly string[]): Order | string {
  try {
    return readOrder(args);
  } catch (error) {
    return (error as Error).message;
  }
}

function readOrder(args: readonly string[]): Order {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals: names } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { quick: flag, long: flag, write: flag },
  });
  const known: readonly string[] = [...CASES, ...OTHERS.map(({ name }) => name)];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`got "${unknown}", want names of what is measured`);
  // What is written down must be worth it.
  if (values.write && (values.quick || names.length > 0)) {
    throw new Error('--write is for everything in full: leave names and --quick out');
  }
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
  const cases = CASES.filter(isWanted);
  const sizes = values.quick ? QUICK : FULL;
  return {
    parts: [...(cases.length > 0 ? [cost] : []), ...OTHERS.filter(({ name }) => isWanted(name))],
    cases,
    sizes: values.long ? { ...sizes, memory: LONG_MEMORY } : sizes,
    write: values.write,
  };
}
