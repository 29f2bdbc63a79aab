import type { Config, ListedTarget } from '../config/config.ts';
import { durationText } from '../config/duration.ts';
import type { Format, RenderOptions } from '../exposition/format.ts';
import { render } from '../exposition/render.ts';
import { listedJob } from '../jobs.ts';
import { familiesOf } from '../metrics/families.ts';
import { rowOf } from '../metrics/row.ts';
import { createStore } from '../metrics/store.ts';
import { typicalResult } from './typical-result.ts';

/** What a scrape of these targets brings once each has run well: written by the code that writes the real one. */
export function exposeTypical(
  targets: readonly ListedTarget[],
  { exposition: { buckets } }: Pick<Config, 'exposition'>,
  format: Format,
  options: RenderOptions,
): readonly (string | Uint8Array)[] {
  const runs = targets.map((listed) => {
    const job = listedJob(listed);
    return { listed, job, result: typicalResult(job, listed) };
  });
  const scheduled = runs.flatMap(({ listed: { name, intervalMs }, job, result }) => {
    if (intervalMs === 'scrape') return [];
    return [{ name, identity: name, job, interval: durationText(intervalMs), buckets, result }];
  });
  const store = createStore(Date.now);
  store.set(scheduled.map(store.prepare));
  for (const member of scheduled) store.record(member, member.result);
  const onScrape = runs
    .filter(({ listed }) => listed.intervalMs === 'scrape')
    .map(({ job, result }) => rowOf(job, result));
  const families = familiesOf([...store.rows(), ...onScrape]);
  return [...render(families, format, options)];
}
