import type { Context } from 'koa';
import { refusal } from '../../refusal.ts';
import type { Services } from '../../services.ts';

/** Refuses what a page of somebody else has the browser of a reader send. Programs say nothing of where they are, and may. */
export function requireOwnPage(ctx: Context, { externalUrl }: Services): void {
  const site = ctx.get('Sec-Fetch-Site');
  const origin = ctx.get('Origin');
  // Browsers leave the first out without TLS; the second is there with every form.
  const isOwn =
    site === ''
      ? origin === '' || isHostOf(origin, [ctx.host, forwardedHost(ctx), externalUrl?.host])
      : site === 'same-origin' || site === 'none';
  if (isOwn) return;
  throw refusal(
    403,
    'only a page of this exporter may ask for a run; behind a proxy that changes the host, --web.external-url says which that is',
  );
}

/** The browser says where a form came from, if the page lets it: that is how a stranger's is told apart. */
export function tellOrigin(ctx: Context): void {
  ctx.set('Referrer-Policy', 'same-origin');
}

function isHostOf(origin: string, hosts: readonly (string | undefined)[]): boolean {
  return URL.canParse(origin) && hosts.includes(new URL(origin).host);
}

/** No page can make a browser send it. */
function forwardedHost(ctx: Context): string | undefined {
  return ctx.get('X-Forwarded-Host').split(',', 1)[0]?.trim() || undefined;
}
