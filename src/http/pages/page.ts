import { createHash } from 'node:crypto';
import type { Context } from 'koa';
import { type Html, html } from './html.ts';

const STYLE = `
:root { color-scheme: light dark; --up: #1a7f37; --down: #c4233b; --unknown: #757575; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8884; padding: .35rem .7rem .35rem 0; text-align: left; vertical-align: top; }
.up { color: var(--up); } .down { color: var(--down); } .unknown { color: var(--unknown); }
.wide { overflow-x: auto; }
pre { overflow-x: auto; background: #8881; padding: .7rem; }
nav a { margin-right: 1rem; }
@media (prefers-color-scheme: dark) { :root { --up: #57c26b; --down: #ff7b85; --unknown: #a0a0a0; } }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Answers with a whole page; nothing on it comes from, or goes to, another host. */
export function showPage(ctx: Context, title: string, body: Html): void {
  const style = { markup: `<style>${STYLE}</style>` };
  const page = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${style}</head>
<body>
${body}
</body>
</html>
`;
  // The operator's own, from the web config, comes first.
  if (ctx.response.headers['content-security-policy'] === undefined)
    ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Referrer-Policy', 'no-referrer');
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = page.markup;
}
