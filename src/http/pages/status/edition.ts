import { durationWords } from '../../../account/durations.ts';
import { type Html, html } from '../html.ts';
import { date } from '../target/moments.ts';

// Where a page is read: from an exporter that runs, or from a file that somebody wrote.

interface Edition {
  /** How true it is by now. */
  readonly note: (atMs: number) => Html;
}

export interface SheetEdition extends Edition {
  /** The way to one target. */
  readonly target: (name: string) => string;
  /** The way to another part of the list. */
  readonly sheet: (number: number) => string;
}

export interface TargetEdition extends Edition {
  /** The way back to the list. */
  readonly list: string;
}

/** Links as they lead from `/pages/NAME` and `/pages/NAME/TARGET`. */
export function liveEdition(page: string): SheetEdition & TargetEdition {
  return {
    target: (name) => `${page}/${partOf(name)}`,
    sheet: (number) => (number === 1 ? page : `${page}?page=${number}`),
    list: `../${page}`,
    note: (atMs) => html`<p class="note">As of ${date(atMs)}.</p>`,
  };
}

/** As a part of a path these two mean another folder, however they are written. */
export function partOf(name: string): string {
  return /^\.\.?$/.test(name) ? `?target=${name}` : encodeURIComponent(name);
}

/** What a file says of itself, so that nobody takes it for the present, with a script or without. */
export function fileNote(atMs: number, everyMs: number | undefined): Html {
  const rhythm =
    everyMs === undefined
      ? 'Nobody writes this page anew by itself'
      : `It is written anew every ${durationWords(everyMs / 1000)}; if that is longer ago, whoever writes it is gone`;
  return html`<p class="note" id="note"><strong id="old" hidden>This page is old. </strong><strong>As of ${date(atMs)}</strong><span id="age"></span>. All that it says is meant as of then. ${rhythm}, and nobody knows how things are now.</p>`;
}
