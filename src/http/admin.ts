import type { Context } from 'koa';
import type { PastRun } from '../history/history.ts';
import { eachInSlices } from '../slices.ts';
import type { Local } from './local.ts';
import type { PastReport, ReportSearch } from './others.ts';
import { parameter } from './query.ts';
import { refusal } from './refusal.ts';
import { report } from './report.ts';
import type { Services } from './services.ts';

export function showHealth(ctx: Context): void {
  plain(ctx, 'Healthy');
}

export async function showConfig(ctx: Context, { config }: Services): Promise<void> {
  plain(ctx, await config().shown());
}

export async function reload(ctx: Context, services: Services): Promise<void> {
  const errors = await services.reload();
  if (errors.length > 0) throw refusal(500, `failed to reload config: ${errors.join('\n')}`);
  plain(ctx, '');
}

/** `GET /logs`: the report of a past run, by `id`, or the newest of a `target` (and `module`). */
export async function showLogs(ctx: Context, { local, others }: Services): Promise<void> {
  const id = idOf(parameter(ctx, 'id'));
  const target = parameter(ctx, 'target');
  const module = parameter(ctx, 'module');
  if (id !== undefined && target !== undefined) {
    throw refusal(400, 'got both id and target, want one of them');
  }
  if (module !== undefined && target === undefined) {
    throw refusal(400, 'module only narrows a search by target; target is missing');
  }
  if (id === undefined && target === undefined) throw refusal(400, 'id or target is required');
  const search = { id, target, module };
  const found = [await findReport(local, search), ...(await others.reports(search))];
  const [newest] = found
    .filter((one) => one !== undefined)
    .sort((a, b) => b.startedAtMs - a.startedAtMs);
  if (newest === undefined) throw refusal(404, 'no such run is remembered');
  plain(ctx, newest.text);
}

/** What this process remembers of it. */
export async function findReport(
  { engine, history, config }: Local,
  search: ReportSearch,
): Promise<PastReport | undefined> {
  let past = history.all().find(isWanted(search));
  await eachInSlices(engine.targets(), ({ chronicle }) => {
    const found = chronicle.runs.all().find(isWanted(search));
    if (found !== undefined && found.id > (past?.id ?? -1)) past = found;
  });
  if (past === undefined) return undefined;
  const text = report(past.job, past.result, config());
  return { startedAtMs: past.result.startedAtMs, text };
}

function isWanted({ id, target, module }: ReportSearch): (run: PastRun) => boolean {
  if (id !== undefined) return (run) => run.id === id;
  return ({ job }) => job.address === target && (module === undefined || job.module === module);
}

function idOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function plain(ctx: Context, text: string): void {
  ctx.type = 'text/plain; charset=utf-8';
  ctx.status = 200;
  ctx.body = text;
}
