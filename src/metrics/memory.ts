import type { Reason } from '../failure.ts';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { columnsOf } from './columns.ts';
import { emptyDistribution, withValue } from './distribution.ts';
import type { Instant } from './instant.ts';
import type { Distribution, Labels, Series } from './metrics.ts';
import {
  FAILURES,
  LAST_RUN,
  LATENCY,
  OWN_TROUBLE,
  RUNS,
  SKIPPED,
  STATE,
  TARGET,
} from './own-heads.ts';
import { type Cell, cellsOf, commonLabels, emptyCells, NO_LABELS, put, type Row } from './row.ts';
import { stateSeries, UNKNOWN } from './state.ts';

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
  readonly ownTrouble: Count | undefined;
  readonly skipped: Count;
  readonly latency: Series & { readonly value: Distribution };
  readonly createdAt: Instant;
}

type Count = Series & { readonly value: number };

// The same of all targets, so they are there once.
const SUCCEEDED: Labels = { outcome: 'success' };
const FAILED: Labels = { outcome: 'failure' };

export function startMemory(
  job: Job,
  interval: string,
  buckets: readonly number[],
  createdAt: Instant,
): Memory {
  const columns = columnsOf(job);
  const cells = emptyCells(columns);
  put(cells, columns, STATE, UNKNOWN);
  const counts: Counts = {
    target: { labels: { interval }, value: 1 },
    runs: [SUCCEEDED, FAILED].map((labels) => ({ labels, value: 0, createdAt })),
    failures: [],
    ownTrouble: undefined,
    skipped: { labels: NO_LABELS, value: 0, createdAt },
    latency: { labels: NO_LABELS, value: emptyDistribution(buckets), createdAt },
    createdAt,
  };
  return showing(counts, { columns, common: commonLabels(job.labels) }, cells);
}

export function withResult({ counts, row }: Memory, result: Result): Memory {
  const { target, runs, failures, ownTrouble, skipped, latency, createdAt } = counts;
  const { columns, common } = row;
  const cells = cellsOf(common?.labels ?? NO_LABELS, columns, result);
  keepSame(cells, row.cells);
  put(cells, columns, LAST_RUN, { labels: NO_LABELS, value: result.startedAtMs / 1000 });
  put(cells, columns, STATE, stateSeries(result));
  const next: Counts = {
    target,
    runs: counted(runs, result.outcome === 'success' ? SUCCEEDED : FAILED),
    failures: result.outcome === 'success' ? failures : withReason(counts, result.reason),
    ownTrouble: result.outcome === 'failure' && result.ownTrouble ? oneMore(counts) : ownTrouble,
    skipped,
    latency: { labels: NO_LABELS, value: withValue(latency.value, result.seconds), createdAt },
    createdAt,
  };
  return showing(next, row, cells);
}

/** Most of what a run finds is as it was before. A series that has grown old stays, rather than make room for its like. */
function keepSame(cells: Cell[], before: Row['cells']): void {
  for (let place = 0; place < cells.length; place += 1) {
    const is = cells[place];
    const was = before[place];
    if (is === undefined || was === undefined || Array.isArray(is) || Array.isArray(was)) continue;
    if (isSame(is, was)) cells[place] = was;
  }
}

function isSame(is: Series, was: Series): boolean {
  return (
    Object.is(is.value, was.value) &&
    is.createdAt?.seconds === was.createdAt?.seconds &&
    is.createdAt?.nanos === was.createdAt?.nanos &&
    areSame(is.labels, was.labels)
  );
}

function areSame(are: Labels, were: Labels): boolean {
  if (are === were) return true;
  // The same names, as they are declared.
  for (const name in are) if (are[name] !== were[name]) return false;
  return true;
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
  put(cells, columns, OWN_TROUBLE, counts.ownTrouble);
  put(cells, columns, SKIPPED, counts.skipped);
  put(cells, columns, LATENCY, counts.latency);
  return { counts, row: { columns, common, cells } };
}

function withReason({ failures, createdAt }: Counts, reason: Reason): Count[] {
  const known = failures.find(({ labels }) => labels['reason'] === reason);
  if (known !== undefined) return counted(failures, known.labels);
  return [...failures, { labels: { reason }, value: 1, createdAt }];
}

function oneMore({ ownTrouble, createdAt }: Counts): Count {
  return { labels: NO_LABELS, value: (ownTrouble?.value ?? 0) + 1, createdAt };
}

function counted(counts: readonly Count[], counting: Labels): Count[] {
  return counts.map((count) => {
    const { labels, value, createdAt } = count;
    return labels === counting ? { labels, value: value + 1, createdAt } : count;
  });
}
