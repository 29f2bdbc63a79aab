import type { Context } from 'koa';
import { storyNamed } from '../accounts.ts';
import { pathPart } from '../path-part.ts';
import { refusal } from '../refusal.ts';
import type { Services } from '../services.ts';

/** `GET /api/v1/targets/NAME`: all that is known of one target. */
export async function showStory(ctx: Context, services: Services, part: string): Promise<void> {
  const story = await storyNamed(services, pathPart(part));
  if (story === undefined) throw refusal(404, 'no target of this name is listed');
  ctx.set('Content-Type', 'application/json');
  ctx.set('Cache-Control', 'no-store');
  ctx.body = `${JSON.stringify(story)}\n`;
}
