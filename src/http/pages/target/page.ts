import type { Context } from 'koa';
import type { Story } from '../../../account/story.ts';
import { storyNamed } from '../../accounts.ts';
import { baseUrl } from '../../base-url.ts';
import { pathPart } from '../../path-part.ts';
import { parameter } from '../../query.ts';
import { refusal } from '../../refusal.ts';
import type { Services } from '../../services.ts';
import { showPage } from '../page.ts';
import { stateWords } from './headline.ts';
import { tellOrigin } from './own-page.ts';
import { targetPage } from './sections.ts';
import { visible } from './visible.ts';

/** `GET /targets/NAME`: one target, its last runs, and why the last failure, or the run of `?run=`, failed. */
export async function showTarget(ctx: Context, services: Services, part: string): Promise<void> {
  const name = pathPart(part);
  const story = await storyNamed(services, name);
  if (story === undefined) throw refusal(404, 'no target of this name is listed');
  const nowMs = Date.now();
  const title = `${stateWords(story, nowMs)} · ${visible(name)} · synthetic-exporter`;
  const view = { wanted: parameter(ctx, 'run'), nowMs, base: baseUrl(ctx, services) };
  showPage(ctx, title, targetPage(story, view), { tone: toneOf(story) });
  tellOrigin(ctx);
}

function toneOf({ state }: Story): 'up' | 'down' | 'unknown' {
  return state === 'up' || state === 'down' ? state : 'unknown';
}
