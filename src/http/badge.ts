import type { Context } from 'koa';
import { unseen } from '../account/summarize.ts';
import type { Summary } from '../account/summary.ts';
import { summariesOf } from './accounts.ts';
import { badge } from './badge-face.ts';
import { SHOWS, type Show, wordsOf } from './badge-words.ts';
import { pathPart } from './path-part.ts';
import { parametersOf } from './query.ts';
import { refusal } from './refusal.ts';
import { revalidate } from './revalidate.ts';
import type { Services } from './services.ts';

const FILE = /^(?<part>.+)\.svg$/;

/** `GET /badges/NAME.svg`: one target's state, or its uptime or latency if `show` says so, under a label of one's choice. */
export async function showBadge(ctx: Context, services: Services, file: string): Promise<void> {
  const parameter = parametersOf(ctx);
  const show = showOf(parameter('show'));
  const part = FILE.exec(file)?.groups?.['part'];
  if (part === undefined) throw refusal(404, 'no such badge; want badges/NAME.svg');
  const name = pathPart(part);
  const summary = await summaryNamed(services, name);
  const { label, ...words } = wordsOf(name, summary, show);
  const image = badge({ ...words, label: parameter('label') ?? label });
  ctx.set('Content-Type', 'image/svg+xml; charset=utf-8');
  ctx.set('Cache-Control', 'no-cache');
  if (summary !== undefined) return revalidate(ctx, image);
  // A badge all the same: in a page, an error in words is not seen.
  ctx.status = 404;
  ctx.body = image;
}

async function summaryNamed(services: Services, name: string): Promise<Summary | undefined> {
  const summary = (await summariesOf(services, [name])).get(name);
  if (summary !== undefined) return summary;
  const target = services.engine.targets().find(({ listed }) => listed.name === name);
  return target === undefined ? undefined : unseen(target);
}

function showOf(text = 'state'): Show {
  const show = SHOWS.find((one) => one === text);
  if (show === undefined) throw refusal(400, `got show=${text}, want ${SHOWS.join(' or ')}`);
  return show;
}
