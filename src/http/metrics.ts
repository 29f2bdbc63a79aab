import type { Context } from 'koa';
import type { Run } from '../engine.ts';
import { addAll, entriesOf } from '../metrics/families.ts';
import type { Family } from '../metrics/metrics.ts';
import { startTable } from '../metrics/table.ts';
import { expose } from './exposition.ts';
import { parameter } from './query.ts';
import { refusal } from './refusal.ts';
import { hangUpSignal, timeoutFor } from './scraper.ts';
import type { Services } from './services.ts';

const SCOPES = ['targets', 'scheduled', 'exporter'] as const;
type Scope = (typeof SCOPES)[number];

/**
 * `GET /metrics`: what the schedule found, what on-scrape targets say now, and ourselves. `?scope=targets` and
 * `?scope=exporter` give one part; `?scope=scheduled` runs nothing, for those who scrape on-scrape targets one by one.
 */
export async function showMetrics(ctx: Context, services: Services): Promise<void> {
  const scope = scopeOf(parameter(ctx, 'scope'));
  const runs = scope === undefined || scope === 'targets' ? await onScrape(ctx, services) : [];
  const ofTargets = scope === 'exporter' ? [] : targetFamilies(services, runs);
  const ofExporter =
    scope === undefined || scope === 'exporter' ? await services.metrics.families() : [];
  await expose(ctx, [...ofTargets, ...ofExporter], services.config().exposition.created);
}

function onScrape(ctx: Context, services: Services): Promise<readonly Run[]> {
  return services.engine.scrape(timeoutFor(ctx, services, undefined), hangUpSignal(ctx));
}

/** The schedule is read after the wait for the others, so that what it found meanwhile is in. */
function targetFamilies({ engine }: Services, runs: readonly Run[]): readonly Family[] {
  const table = startTable();
  engine.addScheduled(table);
  for (const { job, result } of runs) addAll(table, entriesOf(job, result));
  return table.families();
}

function scopeOf(text: string | undefined): Scope | undefined {
  if (text === undefined) return undefined;
  const scope = SCOPES.find((one) => one === text);
  if (scope === undefined) throw refusal(400, `got scope=${text}, want ${SCOPES.join(' or ')}`);
  return scope;
}
