import type { Summary } from '../../../account/summary.ts';
import { type Html, html } from '../html.ts';
import { targetTable } from '../index/table.ts';
import { doubts, sentence } from '../index/tally.ts';
import { date } from '../target/moments.ts';
import { visible } from '../target/visible.ts';
import type { SheetEdition } from './edition.ts';
import type { ToldSheet } from './told.ts';

const NOTHING = html``;

/** How everything is that the readers of a page care for: in a sentence, and then a row for each. */
export async function sheet(told: ToldSheet, edition: SheetEdition): Promise<Html> {
  const { page, atMs, count, groups } = told;
  const description =
    page.description === undefined
      ? NOTHING
      : html`<p class="description">${page.description}</p>\n`;
  const tables: Html[] = [];
  for (const group of groups) tables.push(await section(group, told, edition));
  return html`<h1>${page.title}</h1>
${description}${edition.note(atMs)}
<p class="sentence"><strong class="${count > 0 && told.of.down > 0 ? 'down' : 'up'}">${sentence(told)}.</strong></p>
${failing(told, edition)}${doubts(told).map((doubt) => html`<p class="quiet">${doubt}</p>\n`)}${silence(told)}${announcements(told)}${tables}
${sheetLinks(told, edition)}`;
}

function failing({ failing, of }: ToldSheet, { target }: SheetEdition): Html {
  if (failing.length === 0) return NOTHING;
  const names = failing.map(
    (name) => html`<li><a href="${target(name)}">${visible(name)}</a></li>`,
  );
  const more = of.down - failing.length;
  return html`<ul class="failing" aria-label="Failing now">${names}${more > 0 ? html`<li>and ${more} more</li>` : NOTHING}</ul>
`;
}

function silence({ silent }: ToldSheet): Html {
  if (silent === 0) return NOTHING;
  return html`<p class="unknown">A part of the exporter did not answer: how its targets are is not known.</p>\n`;
}

const SEVERITY_WORDS = { info: 'Note', maintenance: 'Maintenance', outage: 'Outage' } as const;

/** Newest first. */
function announcements({ page }: ToldSheet): Html {
  if (page.announcements.length === 0) return NOTHING;
  const newest = page.announcements.toSorted((a, b) => b.atMs - a.atMs);
  return html`<section aria-labelledby="announcements"><h2 id="announcements">Announcements</h2>
<ul class="announcements">${newest.map(
    ({
      atMs,
      text,
      severity,
    }) => html`<li class="${severity}"><strong>${SEVERITY_WORDS[severity]}</strong> <span class="quiet">${date(atMs)}</span>
<p>${text}</p></li>
`,
  )}</ul></section>
`;
}

async function section(
  { title, targets }: { readonly title: string; readonly targets: readonly Summary[] },
  { page, atMs, groups }: ToldSheet,
  { target }: SheetEdition,
): Promise<Html> {
  const isOne = groups.length === 1 && title === '';
  const name = title === '' ? (isOne ? 'Targets' : 'Others') : title;
  const table = await targetTable(targets, {
    nowMs: atMs,
    caption: name,
    link: target,
    hide: page.hide,
  });
  return html`<h2>${visible(name)}</h2>
<div class="wide">${table}</div>
`;
}

function sheetLinks({ sheet, sheets }: ToldSheet, edition: SheetEdition): Html {
  if (sheets === 1) return NOTHING;
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  return html`<nav aria-label="Pages">${numbers.map((number) =>
    number === sheet
      ? html`<a href="${edition.sheet(number)}" aria-current="page">${number}</a> `
      : html`<a href="${edition.sheet(number)}">${number}</a> `,
  )}</nav>
`;
}
