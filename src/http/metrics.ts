import type { Context } from 'koa';
import type { Engine, Run } from '../engine.ts';
import { mergeFamilies } from '../exposition/merge.ts';
import { familiesOf } from '../metrics/families.ts';
import type { Family } from '../metrics/metrics.ts';
import { rowOf } from '../metrics/row.ts';
import { chooseFormat, expose, stream } from './exposition.ts';
import type { Local } from './local.ts';
import { SCOPES, type Scope, type Wanted } from './others.ts';
import { parameter } from './query.ts';
import { refusal } from './refusal.ts';
import { hangUpSignal, timeoutFor } from './scraper.ts';
import type { Services } from './services.ts';

/**
 * `GET /metrics`: what the schedule found, what on-scrape targets say now, and ourselves. `?scope=targets` and
 * `?scope=exporter` give one part; `?scope=scheduled` runs nothing, for those who scrape on-scrape targets one by one.
 */
export async function showMetrics(ctx: Context, services: Services): Promise<void> {
  const scope = scopeOf(parameter(ctx, 'scope'));
  const runs = runsTargets(scope) || services.others.count > 0;
  const wanted = { scope, timeoutMs: runs ? timeoutFor(ctx, services, undefined) : 0 };
  const signal = hangUpSignal(ctx);
  const { created } = services.config().exposition;
  if (services.others.count === 0)
    return expose(ctx, await familiesHere(services.local, wanted, signal), created);
  const chosen = chooseFormat(ctx, created);
  await stream(ctx, chosen.format, services.others.whole({ ...wanted, ...chosen }, signal));
}

/** What this process has of it. */
export async function familiesHere(
  { engine, metrics }: Local,
  { scope, timeoutMs }: Wanted,
  signal: AbortSignal,
): Promise<Family[]> {
  const runs = runsTargets(scope) ? await engine.scrape(timeoutMs, signal) : [];
  const ofTargets = scope === 'exporter' ? [] : targetFamilies(engine, runs);
  const ofExporter = scope === undefined || scope === 'exporter' ? await metrics.families() : [];
  return mergeFamilies([...ofTargets, ...ofExporter]);
}

function runsTargets(scope: Scope | undefined): boolean {
  return scope === undefined || scope === 'targets';
}

/** The schedule is read after the wait for the others, so that what it found meanwhile is in. */
function targetFamilies(engine: Engine, runs: readonly Run[]): readonly Family[] {
  const now = runs.map(({ job, result }) => rowOf(job, result));
  return familiesOf([...engine.scheduled(), ...now]);
}

function scopeOf(text: string | undefined): Scope | undefined {
  if (text === undefined) return undefined;
  const scope = SCOPES.find((one) => one === text);
  if (scope === undefined) throw refusal(400, `got scope=${text}, want ${SCOPES.join(' or ')}`);
  return scope;
}
