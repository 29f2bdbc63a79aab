import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { exporter } from './exporter.ts';
import { overview } from './overview.ts';
import { sidecars } from './sidecars.ts';
import { target } from './target.ts';

/** Every dashboard with the name of its file. */
export const DASHBOARDS: ReadonlyMap<string, Dashboard> = new Map([
  ['overview.json', overview()],
  ['target.json', target()],
  ['sidecars.json', sidecars()],
  ['exporter.json', exporter()],
]);

export function textOf(dashboard: Dashboard): string {
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}
