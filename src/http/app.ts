import Koa, { type Context } from 'koa';
import { reload, showConfig, showHealth, showLogs } from './admin.ts';
import { showMetrics } from './metrics.ts';
import { showIndex } from './pages/index-page.ts';
import { showTarget } from './pages/target-page.ts';
import { showProbe } from './probe.ts';
import type { Services } from './services.ts';
import { showTargets } from './targets.ts';

type Handler = (ctx: Context, services: Services, parameter: string) => void | Promise<void>;

interface Route {
  /** Under the prefix; a last `*` stands for one more part. */
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly handle: Handler;
}

const ROUTES: readonly Route[] = [
  { path: '', method: 'GET', handle: showIndex },
  { path: 'probe', method: 'GET', handle: showProbe },
  { path: 'metrics', method: 'GET', handle: showMetrics },
  { path: 'targets.json', method: 'GET', handle: showTargets },
  { path: 'targets/*', method: 'GET', handle: showTarget },
  { path: 'config', method: 'GET', handle: showConfig },
  { path: 'logs', method: 'GET', handle: showLogs },
  { path: '-/healthy', method: 'GET', handle: showHealth },
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
    if (found === undefined) return notFound(ctx, services);
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
  return ctx.method === route.method || (ctx.method === 'HEAD' && route.method === 'GET');
}

function methodNotAllowed(ctx: Context, route: Route): void {
  ctx.set('Allow', route.method === 'GET' ? 'GET, HEAD' : route.method);
  plain(ctx, 405, `This endpoint requires a ${route.method} request.`);
}

function notFound(ctx: Context, { routePrefix }: Services): void {
  if (ctx.path === '/' && routePrefix !== '/') ctx.redirect(routePrefix);
  else plain(ctx, 404, `no such page; the start page is ${routePrefix}`);
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
