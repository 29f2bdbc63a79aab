import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { sendLive } from '../stream.ts';
import { documentOf, frameOf, STYLE, type Surroundings, type Tone } from './document.ts';
import { type Html, html } from './html.ts';
import { LIVE_SCRIPT } from './live-script.ts';

const POLICY = `${policyFor(LIVE_SCRIPT)}; connect-src 'self'; form-action 'self'; frame-ancestors 'none'`;

export interface Setting {
  /** The way from the page to the start page, relative, whatever proxy is before us. */
  readonly root?: string;
  readonly tone?: Tone;
}

/** Answers with a page of this exporter: `main` between the links to all the others and the script that keeps it true. */
export function showPage(ctx: Context, title: string, main: Html, setting?: Setting): void {
  setHeaders(ctx);
  ctx.body = documentOf({ ...siteAround(title, setting), main });
}

/** The same for a `main` that comes piece by piece: each is seen as soon as it is there. */
export async function showLivePage(
  ctx: Context,
  title: string,
  main: AsyncIterable<Html>,
  setting?: Setting,
): Promise<void> {
  setHeaders(ctx);
  await sendLive(ctx, pieces());

  async function* pieces(): AsyncGenerator<string, void, undefined> {
    yield frameOf(siteAround(title, setting)).top;
    for await (const { markup } of main) yield markup;
    // By now it is later.
    yield frameOf(siteAround(title, setting)).end;
  }
}

function setHeaders(ctx: Context): void {
  // The operator's own, from the web config, comes first.
  if (ctx.response.headers['content-security-policy'] === undefined)
    ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.set('Cache-Control', 'no-store');
  ctx.type = 'text/html; charset=utf-8';
}

function siteAround(title: string, { root = '../', tone = 'up' }: Setting = {}): Surroundings {
  const script = {
    markup: `<script data-root="${root}" data-now="${Date.now()}">${LIVE_SCRIPT}</script>`,
  };
  const head = html`<link rel="alternate" type="application/atom+xml" title="Changes" href="${root}feed">`;
  return { title, tone, head, header: siteHeader(root), last: script };
}

function siteHeader(root: string): Html {
  return html`<a class="brand" href="${root}">synthetic-exporter</a>
<nav aria-label="Site"><a href="${root}metrics">Metrics</a> <a href="${root}targets.json">Targets for Prometheus</a> <a href="${root}config">Configuration</a> <a href="${root}feed">Feed of changes</a> <a href="${root}api/v1/targets">API</a></nav>
<p id="live" role="status"></p>`;
}

/** Only what we wrote runs and decorates; nothing is asked of another host. The icon is part of the page. */
export function policyFor(script: string): string {
  return `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
