import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { type Columns, columnsOf } from './columns.ts';
import type { CommonLabels, Head, Labels, Sample, Series } from './metrics.ts';
import { DURATION, FAILURE, STATE, SUCCESS, TIMEOUT } from './own-heads.ts';
import { stateSeries } from './state.ts';

/** What one target exposes at one moment: in each column the series that it has there. Never changes. */
export interface Row {
  readonly columns: Columns;
  readonly common: CommonLabels | undefined;
  readonly cells: readonly Cell[];
}

/** Nearly all have one series at most: a list for each would cost more than the series. */
export type Cell = Series | Series[] | undefined;

/** What one result exposes, after the labels of the job if no others are given. */
export function rowOf(job: Job, result: Result, labels = job.labels): Row {
  const columns = columnsOf(job);
  const cells = cellsOf(labels, columns, result);
  // What comes with a request has what blackbox_exporter gives it, so that a swap changes nothing.
  if (job.name !== undefined) put(cells, columns, STATE, stateSeries(result));
  return { columns, common: commonLabels(labels), cells };
}

/** Nothing if there are none. */
export function commonLabels(labels: Labels): CommonLabels | undefined {
  for (const _ in labels) return { labels, text: undefined, fields: undefined };
  return undefined;
}

export const NO_LABELS: Labels = Object.freeze({});

// The same of all targets, so they are there once.
const YES: Series = { labels: NO_LABELS, value: 1 };
const NO: Series = { labels: NO_LABELS, value: 0 };

/** What one result found, the labels that are common to all of it aside. */
export function cellsOf(common: Labels, columns: Columns, result: Result): Cell[] {
  const { places, phaseHead, phases } = columns;
  const cells = emptyCells(columns);
  put(cells, columns, SUCCESS, result.outcome === 'success' ? YES : NO);
  put(cells, columns, DURATION, { labels: NO_LABELS, value: result.seconds });
  put(cells, columns, TIMEOUT, { labels: NO_LABELS, value: result.timeoutSeconds });
  const ofPhases = places.get(phaseHead);
  if (ofPhases !== undefined && result.phases.size > 0)
    cells[ofPhases] = phaseSeries(result.phases, phases);
  for (const sample of result.samples) {
    const place = places.get(sample.metric);
    if (place === undefined) throw new Error(`BUG: the sample ${sample.metric} is not declared`);
    add(cells, place, besideCommon(sample, common));
  }
  if (result.outcome === 'failure') {
    const { reason, phase = '' } = result;
    put(cells, columns, FAILURE, { labels: { reason, phase }, value: 1 });
  }
  return cells;
}

/** A list of its very length: one that grows takes room for what never comes. */
function phaseSeries(found: Result['phases'], known: Columns['phases']): Series[] {
  return [...found].map(([phase, value]) => ({ labels: known.get(phase) ?? { phase }, value }));
}

export function emptyCells({ empty }: Columns): Cell[] {
  return empty.slice();
}

export function put(cells: Cell[], { places }: Columns, { name }: Head, cell: Cell): void {
  const place = places.get(name);
  if (place === undefined) throw new Error(`BUG: no column for ${name}`);
  cells[place] = cell;
}

function add(cells: Cell[], place: number | undefined, series: Series): void {
  if (place === undefined) return;
  const there = cells[place];
  if (there === undefined) cells[place] = series;
  else if (Array.isArray(there)) there.push(series);
  else cells[place] = [there, series];
}

/** A label that the job has, too, is called what Prometheus would call it: `exported_module`. */
function besideCommon(sample: Sample, common: Labels): Series {
  for (const name in sample.labels)
    if (Object.hasOwn(common, name)) return { ...sample, labels: renamed(sample.labels, common) };
  return sample;
}

function renamed(labels: Labels, common: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [
      Object.hasOwn(common, name) ? `exported_${name}` : name,
      value,
    ]),
  );
}
