import type { Context } from 'koa';
import { percentDecoded } from '../net/percent-decoded.ts';
import { reload, showConfig, showHealth, showLogs } from './admin.ts';
import { showEvents } from './events.ts';
import { showMetrics } from './metrics.ts';
import { showProbe } from './probe.ts';
import type { Services } from './services.ts';
import { showTargets } from './targets.ts';

type Handler = (ctx: Context, services: Services, parameter: string) => void | Promise<void>;

export interface Route {
  /** Under the prefix; a last `*` stands for one more part, `**` for whatever comes. */
  readonly path: string;
  /** `any` for what blackbox_exporter answers whoever asks: only the query is read, and nothing changes. */
  readonly method: 'GET' | 'POST' | 'any';
  readonly handle: Handler;
}

// Whoever only scrapes never pays for pages: they are loaded when the first of them is asked for.
export const showIndex = later(async () => (await import('./pages/index/page.ts')).showIndex);
const showTarget = later(async () => (await import('./pages/target/page.ts')).showTarget);
const runTarget = later(async () => (await import('./pages/target/run-now.ts')).runTarget);
const showPages = later(async () => (await import('./pages/status/show.ts')).showPages);
const showStatusPage = later(async () => (await import('./pages/status/show.ts')).showStatusPage);
const showTargetList = later(async () => (await import('./api/list.ts')).showTargetList);
const showStory = later(async () => (await import('./api/target.ts')).showStory);
const showSchema = later(async () => (await import('./api/schema.ts')).showSchema);
const showBadge = later(async () => (await import('./badge.ts')).showBadge);
const showFeed = later(async () => (await import('./feed.ts')).showFeed);

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

export interface Match {
  readonly route: Route;
  readonly parameter: string;
}

// Most requests are for one of these, and a probe is over in a fifth of a millisecond.
const EXACT: ReadonlyMap<string, readonly Match[]> = Map.groupBy(
  ROUTES.filter(({ path }) => !path.endsWith('*')).map((route) => ({ route, parameter: '' })),
  ({ route }) => route.path,
);
const OPEN = ROUTES.filter(({ path }) => path.endsWith('*'));

/** More than one where methods have handlers of their own. */
export function findRoutes(path: string, prefix: string): readonly Match[] {
  if (!path.startsWith(prefix)) return [];
  const rest = path.slice(prefix.length);
  const exact = EXACT.get(rest) ?? EXACT.get(percentDecoded(rest));
  return exact ?? OPEN.flatMap((route) => matchOf(route, rest) ?? []);
}

function matchOf(route: Route, rest: string): Match | undefined {
  const isDeep = route.path.endsWith('**');
  const head = route.path.slice(0, isDeep ? -2 : -1);
  if (!rest.startsWith(head)) return undefined;
  const parameter = rest.slice(head.length);
  const fits = isDeep || (parameter !== '' && !parameter.includes('/'));
  return fits ? { route, parameter } : undefined;
}

function later(load: () => Promise<Handler>): Handler {
  return async (ctx, services, parameter) => (await load())(ctx, services, parameter);
}
