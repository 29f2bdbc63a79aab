import type { Summary } from '../../../account/summary.ts';
import { eachInSlices } from '../../../slices.ts';
import { type Html, html } from '../html.ts';
import type { Sort } from './query.ts';
import { type RowOptions, targetRow } from './row.ts';

export interface TableOptions extends RowOptions {
  /** For who cannot see where it stands. */
  readonly caption: string;
  /** What the table is ordered by, and where it is ordered otherwise. */
  readonly sorting?: Sorting;
}

interface Sorting {
  readonly by: Sort;
  readonly link: (sort: Sort) => string;
}

/** A row for each target, in the order in which they come. Nothing else has to wait for it. */
export async function targetTable(
  targets: readonly Summary[],
  options: TableOptions,
): Promise<Html> {
  const rows: Html[] = [];
  await eachInSlices(targets, (target) => {
    rows.push(targetRow(target, options));
  });
  return html`<table class="targets"><caption>${options.caption}</caption>
<thead><tr>${COLUMNS.map((column) => heading(column, options))}</tr></thead>
<tbody>
${rows}</tbody></table>`;
}

interface Column {
  readonly title: string;
  readonly sort?: Sort;
}

const COLUMNS: readonly Column[] = [
  { title: 'Target', sort: 'name' },
  { title: 'State', sort: 'state' },
  { title: 'Last runs' },
  { title: 'Latency', sort: 'latency' },
  { title: 'Certificate', sort: 'certificate' },
  { title: 'Last run' },
];

function heading({ title, sort }: Column, { sorting }: TableOptions): Html {
  if (sort === undefined || sorting === undefined) return html`<th scope="col">${title}</th>`;
  const isChosen = sort === sorting.by;
  const order = ORDERS[sort];
  const mark = isChosen ? html` aria-sort="${order}"` : html``;
  return html`<th scope="col"${mark}><a href="${sorting.link(sort)}">${title}</a></th>`;
}

const ORDERS: Readonly<Record<Sort, string>> = {
  state: 'other',
  name: 'ascending',
  latency: 'descending',
  certificate: 'ascending',
  since: 'descending',
};
