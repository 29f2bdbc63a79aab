import { type Html, html } from './html.ts';
import { FRAME_STYLE } from './style/frame.ts';
import { INDEX_STYLE } from './style/index.ts';
import { STATUS_STYLE } from './style/status.ts';
import { TARGET_STYLE } from './style/target.ts';

export const STYLE = FRAME_STYLE + INDEX_STYLE + TARGET_STYLE + STATUS_STYLE;

export type Tone = 'up' | 'down' | 'unknown';

export interface Surroundings {
  readonly title: string;
  /** The colour of the icon in the reader's row of tabs. */
  readonly tone: Tone;
  /** What the head says besides. */
  readonly head?: Html;
  readonly header?: Html;
  /** What comes last, if anything: the script. */
  readonly last?: Html;
}

/** What stands before `main`, and what after it. */
export interface Frame {
  readonly top: string;
  readonly end: string;
}

const NOTHING = html``;

/** All of a page but `main`, complete in itself. */
export function frameOf({
  title,
  tone,
  head = NOTHING,
  header = NOTHING,
  last = NOTHING,
}: Surroundings): Frame {
  const style = { markup: `<style>${STYLE}</style>` };
  const first = header === NOTHING ? NOTHING : html`<header>${header}</header>`;
  const top = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${head}
<title>${title}</title><link rel="icon" href="${ICONS[tone]}">${style}</head>
<body>
${first}
<main>
`;
  const end = html`
</main>
${last}</body>
</html>
`;
  return { top: top.markup, end: end.markup };
}

/** All of a page. */
export function documentOf({ main, ...around }: Surroundings & { readonly main: Html }): string {
  const { top, end } = frameOf(around);
  return `${top}${main.markup}${end}`;
}

// A different shape for each, since colour alone says nothing to some.
const ICONS: Readonly<Record<Tone, string>> = {
  up: icon('<circle cx="8" cy="8" r="7" fill="#2c9a4b"/>'),
  down: icon('<path d="M8 0l8 8-8 8-8-8z" fill="#d1293d"/>'),
  unknown: icon('<circle cx="8" cy="8" r="5.5" fill="none" stroke="#777" stroke-width="3"/>'),
};

function icon(shape: string): string {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shape}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
