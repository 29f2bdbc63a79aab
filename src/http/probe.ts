import type { Context } from 'koa';
import type { Module } from '../config/config.ts';
import type { Job } from '../job.ts';
import { requestedJob } from '../jobs.ts';
import { familiesOf } from '../metrics/families.ts';
import { NO_LABELS, rowOf } from '../metrics/row.ts';
import { percentDecoded } from '../net/percent-decoded.ts';
import type { Result } from '../result.ts';
import { expose } from './exposition.ts';
import { parametersOf } from './query.ts';
import { refusal } from './refusal.ts';
import { report } from './report.ts';
import { hangUpSignal, timeoutFor } from './scraper.ts';
import type { Services } from './services.ts';

// What blackbox_exporter takes when a request names no module.
const DEFAULT_MODULE = 'http_2xx';

type Parameters = ReturnType<typeof parametersOf>;

/** `GET /probe`: one run now, of `?module=&target=` or of a listed target by `?name=`. */
export async function showProbe(ctx: Context, services: Services): Promise<void> {
  const parameter = parametersOf(ctx);
  const name = parameter('name');
  const job =
    name === undefined ? await newJob(ctx, services, parameter) : listedJob(ctx, services, name);
  const patienceMs = timeoutFor(ctx, services, undefined);
  const result = await services.engine.ask(job, { signal: hangUpSignal(ctx), patienceMs });
  if (result.outcome === 'failure' && result.refusedByGuard) {
    throw refusal(403, `the target ${job.address} may not be probed: ${result.detail}`);
  }
  if (parameter('debug') === 'true') showReport(ctx, services, job, result);
  else {
    const families = familiesOf([rowOf(job, result, NO_LABELS)]);
    await expose(ctx, families, services.config().exposition.created);
  }
}

function listedJob(ctx: Context, services: Services, name: string): Job {
  const target = services.engine.targets().find(({ listed }) => listed.name === name);
  if (target === undefined) throw refusal(400, `Unknown target name ${JSON.stringify(name)}`);
  return { ...target.job, timeoutMs: timeoutFor(ctx, services, target.job.timeoutMs) };
}

async function newJob(ctx: Context, services: Services, parameter: Parameters): Promise<Job> {
  const module = moduleOf(services, parameter('module') ?? DEFAULT_MODULE);
  const timeoutMs = timeoutFor(ctx, services, module.timeoutMs);
  const text = parameter('target');
  if (text === undefined) throw refusal(400, 'Target parameter is missing');
  const job = await usableJob(module, text, parameter('hostname'), timeoutMs);
  requireListed(services, job.text, module);
  return job.job;
}

function moduleOf({ config, metrics }: Services, name: string): Module {
  const module = config().modules.get(name);
  if (module !== undefined) return module;
  metrics.countUnknownModule();
  throw refusal(400, `Unknown module ${JSON.stringify(name)}`);
}

/** A target that was encoded twice on its way here is decoded once more, but only if it makes no sense as it is. */
async function usableJob(
  module: Module,
  text: string,
  hostname: string | undefined,
  timeoutMs: number,
): Promise<{ readonly job: Job; readonly text: string }> {
  try {
    return { job: await requestedJob(module, text, hostname, timeoutMs), text };
  } catch (error) {
    const again = percentDecoded(text);
    if (again === text) throw refusal(400, (error as Error).message);
    try {
      return { job: await requestedJob(module, again, hostname, timeoutMs), text: again };
    } catch {
      throw refusal(400, (error as Error).message);
    }
  }
}

function requireListed({ config }: Services, text: string, module: Module): void {
  const { access, targets } = config();
  if (access.targets === 'any') return;
  if (targets.some((listed) => listed.text === text && listed.module.name === module.name)) return;
  throw refusal(403, 'this target is not listed for this module, and access.targets is `listed`');
}

function showReport(ctx: Context, services: Services, job: Job, result: Result): void {
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = report(job, result, services.config());
}
