import type { Context } from 'koa';
import { pathPart } from '../../path-part.ts';
import { refusal } from '../../refusal.ts';
import { hangUpSignal, timeoutFor } from '../../scraper.ts';
import type { Services } from '../../services.ts';
import { showLivePage } from '../page.ts';
import { liveRun } from './live-run.ts';
import { requireOwnPage, tellOrigin } from './own-page.ts';
import { visible } from './visible.ts';

/** `POST /targets/NAME`: runs the target now, and tells of the run as it goes. */
export async function runTarget(ctx: Context, services: Services, part: string): Promise<void> {
  requireOwnPage(ctx, services);
  const name = pathPart(part);
  const target = services.engine.targets().find(({ listed }) => listed.name === name);
  if (target === undefined) throw refusal(404, 'no target of this name is listed');
  const { job } = target;
  const timeoutMs = timeoutFor(ctx, services, job.timeoutMs);
  const patienceMs = timeoutFor(ctx, services, undefined);
  const caller = { signal: hangUpSignal(ctx), patienceMs };
  tellOrigin(ctx);
  const told = liveRun(services, { ...job, timeoutMs }, caller);
  const title = `Running · ${visible(name)} · synthetic-exporter`;
  // How it is, nobody knows yet.
  await showLivePage(ctx, title, told, { tone: 'unknown' });
}
