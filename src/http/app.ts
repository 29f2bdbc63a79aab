import Koa, { type Context } from 'koa';
import { reload, showConfig, showHealth, showLogs } from './admin.ts';
import { showTargetList } from './api/list.ts';
import { showSchema } from './api/schema.ts';
import { showStory } from './api/target.ts';
import { showBadge } from './badge.ts';
import { showEvents } from './events.ts';
import { showFeed } from './feed.ts';
import { showMetrics } from './metrics.ts';
import { showIndex } from './pages/index/page.ts';
import { showPages, showStatusPage } from './pages/status/show.ts';
import { showTarget } from './pages/target/page.ts';
import { runTarget } from './pages/target/run-now.ts';
import { showProbe } from './probe.ts';
import { refusal } from './refusal.ts';
import type { Services } from './services.ts';
import { showTargets } from './targets.ts';

type Handler = (ctx: Context, services: Services, parameter: string) => void | Promise<void>;

interface Route {
  /** Under the prefix; a last `*` stands for one more part, `**` for whatever comes. */
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
  { path: 'targets/*', method: 'POST', handle: runTarget },
  { path: 'pages', method: 'GET', handle: showPages },
  { path: 'pages/**', method: 'GET', handle: showStatusPage },
  { path: 'events', method: 'GET', handle: showEvents },
  { path: 'api/v1/targets', method: 'GET', handle: showTargetList },
  { path: 'api/v1/targets/*', method: 'GET', handle: showStory },
  { path: 'api/v1/schema.json', method: 'GET', handle: showSchema },
  { path: 'badges/*', method: 'GET', handle: showBadge },
  { path: 'feed', method: 'GET', handle: showFeed },
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

interface Match {
  readonly route: Route;
  readonly parameter: string;
}

/** More than one where methods have handlers of their own. */
function findRoutes(path: string, prefix: string): readonly Match[] {
  if (!path.startsWith(prefix)) return [];
  const rest = path.slice(prefix.length);
  return ROUTES.flatMap((route) => {
    if (route.path === rest) return { route, parameter: '' };
    if (!route.path.endsWith('*')) return [];
    const isDeep = route.path.endsWith('**');
    const head = route.path.slice(0, isDeep ? -2 : -1);
    const parameter = rest.slice(head.length);
    const fits = isDeep || (parameter !== '' && !parameter.includes('/'));
    return rest.startsWith(head) && fits ? { route, parameter } : [];
  });
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
    ctx.redirect(routePrefix);
  } else if (isOfApi(ctx, services))
    throw refusal(404, 'no such endpoint; see /api/v1/schema.json');
  else if (strictPaths || !ctx.path.startsWith(routePrefix))
    throw refusal(404, `no such page; the start page is ${routePrefix}`);
  // Health checks that were written for blackbox_exporter ask for whatever path they like.
  else await showIndex(ctx, services);
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
