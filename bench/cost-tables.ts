import { type Case, MEANING } from './cases.ts';
import { SIDES, type Side } from './exporters.ts';
import { median, megabytes, ratio, spread } from './figures.ts';
import type { Table } from './table.ts';

/** All rounds of one case with so many in flight. */
export interface CostSeries {
  readonly kind: Case;
  readonly inFlight: number;
  readonly rounds: Readonly<Record<Side, readonly Round[]>>;
}

export interface Round {
  readonly cpuMs: number;
  readonly perSecond: number;
  /** How many cores the exporter used. */
  readonly cores: number;
  /** And the load generator and the targets together. */
  readonly aroundCores: number;
  /** And whatever else ran, the kernel's own work included. */
  readonly othersCores: number;
  readonly residentBytes: number;
  readonly bad: number;
}

// What we want of ourselves, as a share of theirs.
const CPU_BUDGETS: Readonly<Partial<Record<Case, string>>> = {
  http: '≤ 0.40×',
  tcp: '≤ 0.33×',
  https: '≤ 0.95×',
  http2: '≤ 0.95×',
  tls: '≤ 1.10×',
};
const THROUGHPUT_BUDGETS: Readonly<Record<string, string>> = { 'http 64': '≥ 1.80×' };
const IDLE_CORES = 0.8;

export function costTables(all: readonly CostSeries[]): readonly Table[] {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return [
    {
      title: 'CPU time per probe on scrape',
      columns: ['probe', 'in flight', 'ours, ms', 'theirs, ms', 'ratio', 'budget'],
      rows: all.map((series) => [...cpuRow(series), CPU_BUDGETS[series.kind] ?? '']),
      notes: kinds.map((kind) => `${kind}: ${MEANING[kind]}`),
    },
    {
      title: 'Probes on scrape per second',
      columns: ['probe', 'in flight', 'ours', 'theirs', 'ratio', 'budget'],
      rows: all.map(throughputRow),
    },
    {
      title: 'Cores and memory meanwhile',
      columns: [
        'probe',
        'in flight',
        'ours, cores',
        'theirs, cores',
        'load and targets',
        'others',
        'ours, RSS MB',
        'theirs, RSS MB',
      ],
      rows: all.map(machineRow),
      notes: all.flatMap(doubts),
    },
  ];
}

function cpuRow({ kind, inFlight, rounds }: CostSeries): readonly string[] {
  const ours = rounds.ours.map(({ cpuMs }) => cpuMs);
  const theirs = rounds.theirs.map(({ cpuMs }) => cpuMs);
  return [kind, String(inFlight), spread(ours, 3), spread(theirs, 3), ratio(ours, theirs)];
}

function throughputRow({ kind, inFlight, rounds }: CostSeries): readonly string[] {
  const ours = rounds.ours.map(({ perSecond }) => perSecond);
  const theirs = rounds.theirs.map(({ perSecond }) => perSecond);
  const budget = THROUGHPUT_BUDGETS[`${kind} ${inFlight}`] ?? '';
  const figures = [spread(ours, 0), spread(theirs, 0), ratio(ours, theirs)];
  return [kind, String(inFlight), ...figures, budget];
}

function machineRow({ kind, inFlight, rounds }: CostSeries): readonly string[] {
  const both = [...rounds.ours, ...rounds.theirs];
  return [
    kind,
    String(inFlight),
    ...SIDES.map((side) => coresOf(rounds[side]).toFixed(2)),
    median(both.map(({ aroundCores }) => aroundCores)).toFixed(2),
    median(both.map(({ othersCores }) => othersCores)).toFixed(2),
    ...SIDES.map((side) => megabytes(Math.max(...rounds[side].map((one) => one.residentBytes)))),
  ];
}

/** What makes figures worth less than they look. */
function doubts({ kind, inFlight, rounds }: CostSeries): readonly string[] {
  return SIDES.flatMap((side) => {
    const where = `${kind}, ${inFlight} in flight, ${side}`;
    const bad = rounds[side].reduce((sum, one) => sum + one.bad, 0);
    const cores = coresOf(rounds[side]);
    return [
      ...(bad > 0 ? [`${where}: ${bad} probes failed`] : []),
      ...(cores < IDLE_CORES
        ? [
            `${where}: the exporter used ${cores.toFixed(2)} of a core, so something else held it up`,
          ]
        : []),
    ];
  });
}

function coresOf(rounds: readonly Round[]): number {
  return median(rounds.map(({ cores }) => cores));
}
