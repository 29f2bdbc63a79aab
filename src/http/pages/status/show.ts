import type { Context } from 'koa';
import type { StatusPage } from '../../../config/pages.ts';
import { pathPart } from '../../path-part.ts';
import { parameter } from '../../query.ts';
import { refusal } from '../../refusal.ts';
import type { Services } from '../../services.ts';
import { liveEdition } from './edition.ts';
import { sheetFace, showStatus, targetFace } from './frame.ts';
import { tellSheet, tellTarget } from './tell.ts';
import type { ToldSheet } from './told.ts';

/** `GET /pages`: which status pages there are. For the operator: each page is for its own readers alone. */
export function showPages(ctx: Context, { config }: Services): void {
  ctx.body = config().pages.map(({ name, title }) => ({ name, title }));
}

/**
 * `GET /pages/NAME` and `/pages/NAME/TARGET`. Whatever else is asked below is not there: a proxy may let strangers in here, to
 * whom the start page is none of their business.
 */
export async function showStatusPage(
  ctx: Context,
  services: Services,
  rest: string,
): Promise<void> {
  const [name = ''] = rest.split('/');
  const page = services.config().pages.find((one) => one.name === name);
  if (page === undefined) throw refusal(404, 'no page of this name');
  const part = wantedPart(ctx, rest.slice(name.length));
  // Links lead from the page without a slash.
  if (part === '/') {
    ctx.status = 301;
    ctx.redirect(`../${name}`);
    return;
  }
  ctx.vary('Accept');
  // So that a proxy can let many readers cost as much as one.
  ctx.set('Cache-Control', 'max-age=5');
  const isJson = ctx.accepts('html', 'json') === 'json';
  if (part === '') {
    const told = await sheetOf(ctx, services, page);
    if (isJson) ctx.body = told;
    else showStatus(ctx, await sheetFace(told, liveEdition(name)));
    return;
  }
  const told = await tellTarget(services, page, pathPart(part.slice(1)));
  if (told === undefined) throw refusal(404, 'no target of this name is on this page');
  if (isJson) ctx.body = told;
  else showStatus(ctx, targetFace(told, liveEdition(name)));
}

/** What comes behind the page's name: nothing, or a slash and a target. */
function wantedPart(ctx: Context, part: string): string {
  // Two names cannot be part of a path; and a proxy may have decoded a slash in one.
  return part === '/' ? `/${encodeURIComponent(parameter(ctx, 'target') ?? '')}` : part;
}

async function sheetOf(ctx: Context, services: Services, page: StatusPage): Promise<ToldSheet> {
  const number = parameter(ctx, 'page') ?? '1';
  const sheet = /^[1-9]\d{0,6}$/.test(number) ? Number(number) : 1;
  const told = await tellSheet(services, page, sheet);
  if (told === undefined) throw refusal(404, 'the page does not go on that far');
  return told;
}
