import type { Context } from 'koa';
import { changesOf } from './accounts.ts';
import { baseUrl } from './base-url.ts';
import { feedOf } from './feed-document.ts';
import { filterOf, fits } from './filter.ts';
import { refusal } from './refusal.ts';
import { revalidate } from './revalidate.ts';
import type { Services } from './services.ts';

/** `GET /feed`: when targets went up and down, newest first; of some alone by `target`, `module` and `label.NAME`. */
export async function showFeed(ctx: Context, services: Services): Promise<void> {
  const parameters = new URLSearchParams(ctx.querystring);
  const filter = filterOf(parameters);
  const known = services.engine.targets();
  if (filter.names.length > 0 && !known.some(({ listed }) => fits(listed, filter)))
    throw refusal(404, 'no target of this name is listed');
  const changes = await changesOf(services, filter);
  const query = filterQuery(parameters);
  ctx.set('Content-Type', 'application/atom+xml; charset=utf-8');
  ctx.set('Cache-Control', 'no-cache');
  revalidate(ctx, feedOf(changes, { base: baseUrl(ctx, services), query }));
}

/** What makes one feed another, always in the same order. */
function filterQuery(parameters: URLSearchParams): string {
  const own = [...parameters].filter(
    ([name]) => name === 'target' || name === 'module' || name.startsWith('label.'),
  );
  const sorted = new URLSearchParams(own);
  sorted.sort();
  return sorted.toString();
}
