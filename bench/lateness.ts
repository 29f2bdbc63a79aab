import { openAsker } from './asker.ts';
import type { Exporter } from './exporters.ts';
import { valueOf } from './exposition.ts';

// prom-client looks at the loop so often; when nothing is late it sees just that.
const PRECISION_MS = 10;

/** How late an exporter's event loop came at most since its own metrics were last collected, a scrape included. */
export async function longestLateMs({ port }: Exporter): Promise<number> {
  const asker = openAsker(port);
  const text = (await asker.ask('/metrics?scope=exporter')).toString();
  asker.close();
  const seconds = valueOf(text, 'nodejs_eventloop_lag_max_seconds ');
  return Math.max(0, seconds * 1000 - PRECISION_MS);
}
