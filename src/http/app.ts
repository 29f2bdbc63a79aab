import Koa, { type Context } from 'koa';
import { reload, showConfig, showHealth, showLogs } from './admin.ts';
import { showMetrics } from './metrics.ts';
import { showIndex } from './pages/index/page.ts';
import { showTarget } from './pages/target/page.ts';
import { showProbe } from './probe.ts';
import type { Services } from './services.ts';
import { showTargets } from './targets.ts';

type Handler = (ctx: Context, services: Services, parameter: string) => void | Promise<void>;

interface Route {
  /** Under the prefix; a last `*` stands for one more part. */
  readonly path: string;
  /** `any` for what blackbox_exporter answers whoever asks: only the query is read, and nothing changes. */
  readonly method: 'GET' | 'POST' | 'any';
  readonly handle: Handler;
}

const ROUTES: readonly Route[] = [
  { path: '', method: 'any', handle: showIndex },
  { path: 'probe', method: 'any', handle: showProbe },
  { path: 'metrics', method: 'any', handle: showMetrics },
  { path: 'targets.json', method: 'GET', handle: showTargets },
  { path: 'targets/*', method: 'GET', handle: showTarget },
  { path: 'config', method: 'any', handle: showConfig },
  { path: 'logs', method: 'any', handle: showLogs },
  { path: '-/healthy', method: 'any', handle: showHealth },
  { path: '-/ready', method: 'GET', handle: showHealth },
  { path: '-/reload', method: 'POST', handle: reload },
];

export function createApp(services: Services): Koa {
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: Error, ctx?: Context) => {
    // A scraper that hangs up is no event.
    if ('code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')) return;
    services.log.error('request failed', { path: ctx?.path, error: error.message });
  });
  app.use((ctx) => answer(ctx, services));
  return app;
}

/** The one funnel: every request is timed and counted, every error becomes an answer. */
async function answer(ctx: Context, services: Services): Promise<void> {
  const start = performance.now();
  const found = findRoute(ctx.path, services.routePrefix);
  ctx.set('X-Content-Type-Options', 'nosniff');
  try {
    await services.gate?.(ctx);
    if (found === undefined) return await showElsewhere(ctx, services);
    const { route, parameter } = found;
    if (!isAllowed(ctx, route)) return methodNotAllowed(ctx, route);
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

function findRoute(
  path: string,
  prefix: string,
): { readonly route: Route; readonly parameter: string } | undefined {
  if (!path.startsWith(prefix)) return undefined;
  const rest = path.slice(prefix.length);
  for (const route of ROUTES) {
    if (route.path === rest) return { route, parameter: '' };
    if (!route.path.endsWith('*')) continue;
    const head = route.path.slice(0, -1);
    const parameter = rest.slice(head.length);
    if (rest.startsWith(head) && parameter !== '' && !parameter.includes('/'))
      return { route, parameter };
  }
  return undefined;
}

function isAllowed(ctx: Context, route: Route): boolean {
  if (route.method === 'any' || ctx.method === route.method) return true;
  return ctx.method === 'HEAD' && route.method === 'GET';
}

function methodNotAllowed(ctx: Context, route: Route): void {
  ctx.set('Allow', route.method === 'GET' ? 'GET, HEAD' : route.method);
  plain(ctx, 405, `This endpoint requires a ${route.method} request.`);
}

async function showElsewhere(ctx: Context, services: Services): Promise<void> {
  const { routePrefix, externalUrl, strictPaths } = services;
  // Only the external URL says how others reach what lies under the prefix.
  if (ctx.path === '/' && routePrefix !== '/') ctx.redirect(externalUrl?.href ?? routePrefix);
  else if (`${ctx.path}/` === routePrefix) {
    ctx.status = 301;
    ctx.redirect(routePrefix);
  } else if (strictPaths || !ctx.path.startsWith(routePrefix))
    plain(ctx, 404, `no such page; the start page is ${routePrefix}`);
  // Health checks that were written for blackbox_exporter ask for whatever path they like.
  else await showIndex(ctx, services);
}

function refuse(ctx: Context, { log }: Services, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 500;
  const expected = 'status' in error;
  if (!expected) log.error('request failed', { path: ctx.path, error: error.stack });
  plain(ctx, status, expected ? error.message : 'internal error; the log tells more');
}

function plain(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = `${text}\n`;
}
