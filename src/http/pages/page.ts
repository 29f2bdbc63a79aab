import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { type Html, html } from './html.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import { FRAME_STYLE } from './style/frame.ts';
import { INDEX_STYLE } from './style/index.ts';
import { STATUS_STYLE } from './style/status.ts';
import { TARGET_STYLE } from './style/target.ts';

const STYLE = FRAME_STYLE + INDEX_STYLE + TARGET_STYLE + STATUS_STYLE;
const POLICY = `${policyFor(LIVE_SCRIPT)}; connect-src 'self'; form-action 'self'; frame-ancestors 'none'`;

export type Tone = 'up' | 'down' | 'unknown';

export interface Setting {
  /** The way from the page to the start page, relative, whatever proxy is before us. */
  readonly root?: string;
  /** The colour of the icon in the reader's row of tabs. */
  readonly tone?: Tone;
}

/** Answers with a page of this exporter: `main` between the links to all the others and the script that keeps it true. */
export function showPage(
  ctx: Context,
  title: string,
  main: Html,
  { root = '../', tone = 'up' }: Setting = {},
): void {
  // The operator's own, from the web config, comes first.
  if (ctx.response.headers['content-security-policy'] === undefined)
    ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'text/html; charset=utf-8';
  const script = {
    markup: `<script data-root="${root}" data-now="${Date.now()}">${LIVE_SCRIPT}</script>`,
  };
  const head = html`<link rel="alternate" type="application/atom+xml" title="Changes" href="${root}feed">`;
  ctx.body = wholePage({ title, tone, head, header: siteHeader(root), main, last: script });
}

function siteHeader(root: string): Html {
  return html`<a class="brand" href="${root}">synthetic-exporter</a>
<nav aria-label="Site"><a href="${root}metrics">Metrics</a> <a href="${root}targets.json">Targets for Prometheus</a> <a href="${root}config">Configuration</a> <a href="${root}feed">Feed of changes</a> <a href="${root}api/v1/targets">API</a></nav>
<p id="live" role="status"></p>`;
}

export interface WholePage {
  readonly title: string;
  readonly tone: Tone;
  /** What the head says besides. */
  readonly head?: Html;
  readonly header?: Html;
  readonly main: Html;
  /** What comes last, if anything: the script. */
  readonly last?: Html;
}

const NOTHING = html``;

/** All of a page, complete in itself. */
export function wholePage({
  title,
  tone,
  head = NOTHING,
  header = NOTHING,
  main,
  last = NOTHING,
}: WholePage): string {
  const style = { markup: `<style>${STYLE}</style>` };
  const top = header === NOTHING ? NOTHING : html`<header>${header}</header>`;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${head}
<title>${title}</title><link rel="icon" href="${ICONS[tone]}">${style}</head>
<body>
${top}
<main>
${main}
</main>
${last}</body>
</html>
`.markup;
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

/** Only what we wrote runs and decorates; nothing is asked of another host. The icon is part of the page. */
export function policyFor(script: string): string {
  return `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
