import type { Summary } from '../../../account/summary.ts';
import { type Html, html } from '../html.ts';
import type { TableOptions } from './table.ts';
import { targetTable } from './table.ts';
import { sentence, type Tally } from './tally.ts';

export interface IndexView {
  /** In the order in which they are to be shown. */
  readonly groups: readonly Group[];
  readonly options: Omit<TableOptions, 'caption' | 'sharedLabel'>;
}

export interface Group {
  /** None if nothing groups the targets. */
  readonly title?: { readonly label: string; readonly value: string };
  /** Of the whole group, though only a part of it may be shown. */
  readonly tally: Tally;
  readonly targets: readonly Summary[];
}

/** The targets in their groups, each with a sentence about it. */
export async function indexBody({ groups, options }: IndexView): Promise<Html> {
  const parts: Html[] = [];
  for (const group of groups) parts.push(await groupPart(group, options));
  return html`${parts}`;
}

async function groupPart(
  { title, tally, targets }: Group,
  options: IndexView['options'],
): Promise<Html> {
  if (title === undefined) return targetTable(targets, { ...options, caption: 'Targets' });
  const { label, value } = title;
  const name = value === '' ? `no ${label}` : value;
  const caption = `Targets of ${name}`;
  const table = await targetTable(targets, { ...options, caption, sharedLabel: label });
  const tone = tally.of.down > 0 ? 'down' : 'quiet';
  return html`<details class="group" open data-key="${value}"><summary><h2>${name}</h2> <span class="${tone}">${sentence(tally)}</span></summary>
${table}
</details>`;
}
