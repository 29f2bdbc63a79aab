import type { Context } from 'koa';
import type { Listed, Services } from './services.ts';

/**
 * `GET /targets.json`: the listed on-scrape targets for Prometheus' http_sd. Each is to be scraped here, by name,
 * with the labels that scheduled targets carry, so that both modes give the same series.
 */
export function showTargets(ctx: Context, services: Services): void {
  const { engine, routePrefix, externalUrl } = services;
  // A client of HTTP/1.0 need not say whom it asks.
  const address = externalUrl?.host ?? (ctx.host || `localhost:${ctx.req.socket.localPort}`);
  const scheme = externalUrl?.protocol.replace(':', '') ?? ctx.protocol;
  const path = `${routePrefix}probe`;
  const onScrape = engine.targets().filter(({ listed }) => listed.intervalMs === 'scrape');
  ctx.set('Content-Type', 'application/json');
  ctx.body = JSON.stringify(onScrape.map((target) => group(target, address, scheme, path)));
}

function group({ listed, job }: Listed, address: string, scheme: string, path: string): object {
  const where = { __scheme__: scheme, __metrics_path__: path, __param_name: listed.name };
  return { targets: [address], labels: { ...where, ...job.labels } };
}
