import type { Context } from 'koa';
import { storyNamed } from '../../accounts.ts';
import { pathPart } from '../../path-part.ts';
import { refusal } from '../../refusal.ts';
import { hangUpSignal, timeoutFor } from '../../scraper.ts';
import type { Services } from '../../services.ts';
import { pageOf, runLink } from './links.ts';
import { requireOwnPage } from './own-page.ts';

/** `POST /targets/NAME`: runs the target now, and leads to the page that explains the run. */
export async function runTarget(ctx: Context, services: Services, part: string): Promise<void> {
  requireOwnPage(ctx, services);
  const name = pathPart(part);
  const target = services.engine.targets().find(({ listed }) => listed.name === name);
  if (target === undefined) throw refusal(404, 'no target of this name is listed');
  const { job } = target;
  const timeoutMs = timeoutFor(ctx, services, job.timeoutMs);
  const patienceMs = timeoutFor(ctx, services, undefined);
  const signal = hangUpSignal(ctx);
  const result = await services.engine.ask({ ...job, timeoutMs }, { signal, patienceMs });
  // It never was, as far as anybody remembers.
  if (result.outcome === 'failure' && result.reason === 'canceled')
    throw refusal(503, `the run was given up: ${result.detail}`);
  const story = await storyNamed(services, name);
  const run = story?.runs.find(
    ({ startedAtMs, seconds }) => startedAtMs === result.startedAtMs && seconds === result.seconds,
  );
  ctx.status = 303;
  ctx.redirect(run === undefined ? pageOf(name) : runLink({ name }, run.id));
}
