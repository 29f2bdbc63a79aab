import type { Context } from 'koa';
import { documentOf, type Tone } from '../document.ts';
import { type Html, html } from '../html.ts';
import { toneOf } from '../index/tally.ts';
import { LIVE_SCRIPT } from '../live-script.ts';
import { policyFor } from '../page.ts';
import type { SheetEdition, TargetEdition } from './edition.ts';
import { FILE_SCRIPT } from './file-script.ts';
import { sheet } from './sheet.ts';
import { target } from './target.ts';
import type { ToldSheet, ToldTarget } from './told.ts';

/** All of a page but what depends on where it is read. */
interface Face {
  readonly title: string;
  readonly tone: Tone;
  readonly main: Html;
}

export async function sheetFace(told: ToldSheet, edition: SheetEdition): Promise<Face> {
  return { title: told.page.title, tone: toneOf(told), main: await sheet(told, edition) };
}

export function targetFace(told: ToldTarget, edition: TargetEdition): Face {
  const { page, story } = told;
  const tone = story.state === 'up' || story.state === 'down' ? story.state : 'unknown';
  return { title: `${story.name} · ${page.title}`, tone, main: target(told, edition) };
}

const LIVE_POLICY = `${policyFor(LIVE_SCRIPT)}; connect-src 'self'; form-action 'none'; frame-ancestors 'none'`;
// A page cannot forbid by itself to be framed.
const FILE_POLICY = `${policyFor(FILE_SCRIPT)}; form-action 'none'`;

/** Answers with a status page; nothing on it leads to anything else of the exporter. */
export function showStatus(ctx: Context, face: Face): void {
  // The operator's own, from the web config, comes first.
  if (ctx.response.headers['content-security-policy'] === undefined)
    ctx.set('Content-Security-Policy', LIVE_POLICY);
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.type = 'text/html; charset=utf-8';
  const header = html`<p id="live" role="status"></p>`;
  // Without a root: it asks for itself now and then, and for nothing else.
  const last = { markup: `<script data-now="${Date.now()}">${LIVE_SCRIPT}</script>` };
  ctx.body = documentOf({ ...face, header, last });
}

export interface Written {
  /** Unix milliseconds. */
  readonly atMs: number;
  /** How often it is written, if more than once. */
  readonly everyMs: number | undefined;
}

/** The same as a file, complete in itself. */
export function statusFile(face: Face, { atMs, everyMs }: Written): string {
  const head = html`<meta http-equiv="Content-Security-Policy" content="${FILE_POLICY}">
<meta name="referrer" content="no-referrer">`;
  const age = `data-now="${atMs}" data-written="${everyMs ?? 0}"`;
  const last = { markup: `<script ${age}>${FILE_SCRIPT}</script>` };
  return documentOf({ ...face, head, last });
}
