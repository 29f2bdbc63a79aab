import type { Context } from 'koa';
import type { Target } from '../../engine.ts';
import type { PastRun } from '../../history.ts';
import type { Services } from '../services.ts';
import { type Html, html } from './html.ts';
import { showPage } from './page.ts';
import { isoTime, milliseconds, verdict } from './verdict.ts';

const RECENT_RUNS = 50;

/** `GET /`: the listed targets, the last runs, and where everything is: relative to here, whatever proxy is before us. */
export function showIndex(ctx: Context, services: Services): void {
  const { engine, history, version } = services;
  const targets = engine.targets();
  const body = html`<h1>synthetic-exporter</h1>
<p>${summary(targets)}</p>
<nav>
<a href="metrics">Metrics</a> <a href="targets.json">Targets for Prometheus</a> <a href="config">Configuration</a>
</nav>
<h2>Targets</h2>
${targets.length === 0 ? html`<p>No targets are listed in the configuration.</p>` : targetTable(targets)}
<h2>Recent runs</h2>
${runTable(history.all().slice(0, RECENT_RUNS))}
<p>Version ${version}</p>`;
  showPage(ctx, 'synthetic-exporter', body);
}

function summary(targets: readonly Target[]): string {
  if (targets.length === 0) return 'Probes run when they are asked for: /probe?module=…&target=…';
  const failing = targets.filter(({ history }) => history.all()[0]?.result.outcome === 'failure');
  if (failing.length === 0) return `No target fails; ${targets.length} listed.`;
  return `${failing.length} of ${targets.length} targets ${failing.length === 1 ? 'fails' : 'fail'}.`;
}

function targetTable(targets: readonly Target[]): Html {
  return html`<div class="wide"><table>
<tr><th>Target</th><th>Module</th><th>Address</th><th>Interval</th><th>State</th><th>Last run</th><th>Took</th></tr>
${targets.map((target) => targetRow(target))}
</table></div>`;
}

function targetRow({ listed, job, history }: Target): Html {
  const last = history.all()[0];
  const interval = listed.intervalMs === 'scrape' ? 'on scrape' : `${listed.intervalMs / 1000} s`;
  return html`<tr>
<td><a href="targets/${encodeURIComponent(listed.name)}">${listed.name}</a></td>
<td>${job.module}</td><td>${job.address}</td><td>${interval}</td><td>${verdict(last?.result)}</td>
<td>${last === undefined ? '' : isoTime(last.result.startedAtMs)}</td>
<td>${last === undefined ? '' : milliseconds(last.result.seconds)}</td>
</tr>
`;
}

function runTable(runs: readonly PastRun[]): Html {
  if (runs.length === 0) return html`<p>None yet.</p>`;
  return html`<div class="wide"><table>
<tr><th>When</th><th>Module</th><th>Target</th><th>Result</th><th>Report</th></tr>
${runs.map(
  ({ id, job, result }) => html`<tr><td>${isoTime(result.startedAtMs)}</td><td>${job.module}</td>
<td>${job.address}</td><td>${verdict(result)}</td><td><a href="logs?id=${id}">report</a></td></tr>
`,
)}
</table></div>`;
}
