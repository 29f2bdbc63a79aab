import type { Columns } from './columns.ts';
import type { Family, Head, Series } from './metrics.ts';
import type { Row } from './row.ts';

/**
 * The families that these rows have together, sorted by name. No series is made before somebody walks to it: half a
 * million at once cost more than all the writing. Of two rows that describe one family the first is taken at its word.
 */
export function familiesOf(rows: readonly Row[]): readonly Family[] {
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return familiesOfOne(only);
  return headsOf(rows).map(({ name, type, help, unit }) => {
    const series = { [Symbol.iterator]: () => walk(rows, name) };
    return { name, type, help, unit, series };
  });
}

/** The way of `/probe`, which is walked far more often than any other. */
function familiesOfOne({ columns, common, cells }: Row): readonly Family[] {
  const found: Family[] = [];
  let place = -1;
  for (const { name, type, help, unit } of columns.heads) {
    place += 1;
    const cell = cells[place];
    if (cell === undefined) continue;
    const own = Array.isArray(cell) ? cell : [cell];
    const series = common === undefined ? own : own.map((one) => withCommon(common, one));
    found.push({ name, type, help, unit, series });
  }
  return found;
}

/** Of all columns that have a series in some row. */
function headsOf(rows: readonly Row[]): readonly Head[] {
  const found = new Map<string, Head>();
  const unseen = new Map<Columns, readonly number[]>();
  let last: Columns | undefined;
  let places: readonly number[] = [];
  for (const { columns, cells } of rows) {
    // Nearly all are seen in the first row, and most rows have the columns of the row before them.
    if (columns !== last) places = unseen.get(columns) ?? [...columns.heads.keys()];
    last = columns;
    if (!places.some((place) => cells[place] !== undefined)) continue;
    for (const place of places) {
      const head = columns.heads[place];
      if (head === undefined || cells[place] === undefined || found.has(head.name)) continue;
      found.set(head.name, head);
    }
    places = places.filter((place) => cells[place] === undefined);
    unseen.set(columns, places);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function* walk(rows: readonly Row[], name: string): Generator<Series> {
  const placeIn = startPlacing(name);
  for (const { columns, common, cells } of rows) {
    const cell = cells[placeIn(columns)];
    if (cell === undefined) continue;
    if (!Array.isArray(cell)) yield withCommon(common, cell);
    else for (const series of cell) yield withCommon(common, series);
  }
}

function withCommon(common: Series['common'], { labels, value, createdAt }: Series): Series {
  return { common, labels, value, createdAt };
}

/** Where a family stands; most rows have the columns of the row before them. */
function startPlacing(name: string): (columns: Columns) => number {
  let last: Columns | undefined;
  let place = -1;
  return (columns) => {
    if (columns !== last) {
      last = columns;
      place = columns.places.get(name) ?? -1;
    }
    return place;
  };
}
