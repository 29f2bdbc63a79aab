import type { Reason } from '../failure.ts';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { columnsOf } from './columns.ts';
import { emptyDistribution, withValue } from './distribution.ts';
import type { Instant } from './instant.ts';
import type { Distribution, Labels, Series } from './metrics.ts';
import { FAILURES, LAST_RUN, LATENCY, RUNS, SKIPPED, STATE, TARGET } from './own-heads.ts';
import { type Cell, cellsOf, commonLabels, emptyCells, NO_LABELS, put, type Row } from './row.ts';

/**
 * What is remembered of one scheduled target, from the moment it came in. Never changes: a run makes the next one, so
 * that a scrape which takes a while shows one moment.
 */
export interface Memory {
  readonly counts: Counts;
  /** All that the target exposes. */
  readonly row: Row;
}

/** What goes on from run to run. */
interface Counts {
  readonly target: Series;
  readonly runs: Count[];
  readonly failures: Count[];
  readonly skipped: Count;
  readonly latency: Series & { readonly value: Distribution };
  readonly createdAt: Instant;
}

type Count = Series & { readonly value: number };

// The same of all targets, so they are there once.
const SUCCEEDED: Labels = { outcome: 'success' };
const FAILED: Labels = { outcome: 'failure' };
type State = 'up' | 'down' | 'unknown';
const STATES: Readonly<Record<State, Series[]>> = {
  up: stateset('up'),
  down: stateset('down'),
  unknown: stateset('unknown'),
};

export function startMemory(
  job: Job,
  interval: string,
  buckets: readonly number[],
  createdAt: Instant,
): Memory {
  const columns = columnsOf(job);
  const cells = emptyCells(columns);
  put(cells, columns, STATE, STATES.unknown);
  const counts: Counts = {
    target: { labels: { interval }, value: 1 },
    runs: [SUCCEEDED, FAILED].map((labels) => ({ labels, value: 0, createdAt })),
    failures: [],
    skipped: { labels: NO_LABELS, value: 0, createdAt },
    latency: { labels: NO_LABELS, value: emptyDistribution(buckets), createdAt },
    createdAt,
  };
  return showing(counts, { columns, common: commonLabels(job.labels) }, cells);
}

export function withResult({ counts, row }: Memory, result: Result): Memory {
  const { target, runs, failures, skipped, latency, createdAt } = counts;
  const { columns, common } = row;
  const cells = cellsOf(common?.labels ?? NO_LABELS, columns, result);
  put(cells, columns, LAST_RUN, { labels: NO_LABELS, value: result.startedAtMs / 1000 });
  put(cells, columns, STATE, STATES[stateAfter(result)]);
  const next: Counts = {
    target,
    runs: counted(runs, result.outcome === 'success' ? SUCCEEDED : FAILED),
    failures: result.outcome === 'success' ? failures : withReason(counts, result.reason),
    skipped,
    latency: { labels: NO_LABELS, value: withValue(latency.value, result.seconds), createdAt },
    createdAt,
  };
  return showing(next, row, cells);
}

export function withSkipped({ counts, row }: Memory, runs: number): Memory {
  const { skipped } = counts;
  const next = { ...counts, skipped: { ...skipped, value: skipped.value + runs } };
  return showing(next, row, [...row.cells]);
}

function showing(
  counts: Counts,
  { columns, common }: Pick<Row, 'columns' | 'common'>,
  cells: Cell[],
): Memory {
  put(cells, columns, TARGET, counts.target);
  put(cells, columns, RUNS, counts.runs);
  if (counts.failures.length > 0) put(cells, columns, FAILURES, counts.failures);
  put(cells, columns, SKIPPED, counts.skipped);
  put(cells, columns, LATENCY, counts.latency);
  return { counts, row: { columns, common, cells } };
}

function withReason({ failures, createdAt }: Counts, reason: Reason): Count[] {
  const known = failures.find(({ labels }) => labels['reason'] === reason);
  if (known !== undefined) return counted(failures, known.labels);
  return [...failures, { labels: { reason }, value: 1, createdAt }];
}

function counted(counts: readonly Count[], counting: Labels): Count[] {
  return counts.map((count) => {
    const { labels, value, createdAt } = count;
    return labels === counting ? { labels, value: value + 1, createdAt } : count;
  });
}

function stateset(state: State): Series[] {
  return ['up', 'down', 'unknown'].map((one) => ({
    labels: { probe_state: one },
    value: one === state ? 1 : 0,
  }));
}

function stateAfter(result: Result): State {
  if (result.outcome === 'success') return 'up';
  return result.ownTrouble ? 'unknown' : 'down';
}
