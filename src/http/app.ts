import Koa, { type Context } from 'koa';
import { refusal } from './refusal.ts';
import { findRoutes, type Match, type Route, showIndex } from './routes.ts';
import type { Services } from './services.ts';

export function createApp(services: Services): Koa {
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: Error, ctx?: Context) => {
    // Whoever hangs up is no event.
    if ('code' in error && HUNG_UP.has(error.code)) return;
    services.log.error('request failed', { path: ctx?.path, error: error.message });
  });
  app.use((ctx) => answer(ctx, services));
  return app;
}

const HUNG_UP: ReadonlySet<unknown> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** The one funnel: every request is timed and counted, every error becomes an answer. */
async function answer(ctx: Context, services: Services): Promise<void> {
  const start = performance.now();
  const matches = findRoutes(ctx.path, services.routePrefix);
  const found = matches.find(({ route }) => isAllowed(ctx, route)) ?? matches[0];
  ctx.set('X-Content-Type-Options', 'nosniff');
  try {
    await services.gate?.(ctx);
    if (found === undefined) return await showElsewhere(ctx, services);
    const { route, parameter } = found;
    if (!isAllowed(ctx, route)) throw methodNotAllowed(ctx, matches);
    await route.handle(ctx, services, parameter);
  } catch (thrown) {
    refuse(ctx, services, thrown);
  } finally {
    const seconds = (performance.now() - start) / 1000;
    services.metrics.countRequest(
      found === undefined ? 'none' : `/${found.route.path}`,
      ctx.status,
      seconds,
    );
  }
}

function isAllowed(ctx: Context, route: Route): boolean {
  if (route.method === 'any' || ctx.method === route.method) return true;
  return ctx.method === 'HEAD' && route.method === 'GET';
}

function methodNotAllowed(ctx: Context, matches: readonly Match[]): Error {
  const methods = matches.map(({ route }) => route.method);
  ctx.set('Allow', methods.join(', ').replace('GET', 'GET, HEAD'));
  return refusal(405, `This endpoint requires a ${methods.join(' or ')} request.`);
}

async function showElsewhere(ctx: Context, services: Services): Promise<void> {
  const { routePrefix, externalUrl, strictPaths } = services;
  // Only the external URL says how others reach what lies under the prefix.
  if (ctx.path === '/' && routePrefix !== '/') ctx.redirect(externalUrl?.href ?? routePrefix);
  else if (`${ctx.path}/` === routePrefix) {
    ctx.status = 301;
    ctx.redirect(routePrefix + ctx.search);
  } else if (isOfApi(ctx, services))
    throw refusal(404, 'no such endpoint; see /api/v1/schema.json');
  else if (strictPaths || !ctx.path.startsWith(routePrefix))
    throw refusal(404, `no such page; the start page is ${routePrefix}`);
  // Health checks that were written for blackbox_exporter ask for whatever path they like.
  else await showIndex(ctx, services, '');
}

function isOfApi(ctx: Context, { routePrefix }: Services): boolean {
  return ctx.path.startsWith(`${routePrefix}api/`);
}

function refuse(ctx: Context, services: Services, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  const expected = 'status' in error;
  if (!expected) services.log.error('request failed', { path: ctx.path, error: error.stack });
  const text = expected ? error.message : 'internal error; the log tells more';
  ctx.status = status;
  if (isOfApi(ctx, services)) ctx.body = { error: text };
  else plain(ctx, text);
}

function plain(ctx: Context, text: string): void {
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = `${text}\n`;
}
