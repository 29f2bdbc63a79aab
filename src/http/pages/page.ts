import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { type Html, html } from './html.ts';
import { LIVE_SCRIPT } from './live-script.ts';
import { FRAME_STYLE } from './style/frame.ts';
import { INDEX_STYLE } from './style/index.ts';
import { TARGET_STYLE } from './style/target.ts';

const STYLE = FRAME_STYLE + INDEX_STYLE + TARGET_STYLE;
// Only what we wrote runs and decorates; nothing is asked of another host.
const POLICY = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(LIVE_SCRIPT)}'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** Answers with a whole page; nothing on it comes from, or goes to, another host. */
export function showPage(ctx: Context, title: string, body: Html): void {
  // The operator's own, from the web config, comes first.
  if (ctx.response.headers['content-security-policy'] === undefined)
    ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = wholePage(title, body, { markup: `<script>${LIVE_SCRIPT}</script>` });
}

/** All of a page, complete in itself; what comes last in its body, if anything, is the script. */
export function wholePage(title: string, body: Html, last: Html = html``): string {
  const style = { markup: `<style>${STYLE}</style>` };
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${style}</head>
<body>
${body}
${last}</body>
</html>
`.markup;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
