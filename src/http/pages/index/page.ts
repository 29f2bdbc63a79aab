import type { Context } from 'koa';
import type { Sight } from '../../../account/summarize.ts';
import { type Accounts, accountsOf } from '../../accounts.ts';
import type { RecentRun } from '../../others.ts';
import type { Listed, Services } from '../../services.ts';
import { type Html, html } from '../html.ts';
import { showPage } from '../page.ts';
import { isoTime, milliseconds, verdict } from '../verdict.ts';

/** `GET /`: the listed targets, the last runs, and where everything is: relative to here, whatever proxy is before us. */
export async function showIndex(ctx: Context, services: Services): Promise<void> {
  const { engine, version } = services;
  const { sights, recent, silent } = await accountsOf(services);
  const targets = engine.targets();
  const body = html`<h1>synthetic-exporter</h1>
<p>${summary(targets, sights)}</p>
${silence(silent)}<nav>
<a href="metrics">Metrics</a> <a href="targets.json">Targets for Prometheus</a> <a href="config">Configuration</a>
</nav>
<h2>Targets</h2>
${targets.length === 0 ? html`<p>No targets are listed in the configuration.</p>` : targetTable(targets, sights)}
<h2>Recent runs</h2>
${runTable(recent)}
<p>Version ${version}</p>`;
  showPage(ctx, 'synthetic-exporter', body);
}

type Sights = Accounts['sights'];

function summary(targets: readonly Listed[], sights: Sights): string {
  if (targets.length === 0) return 'Probes run when they are asked for: /probe?module=…&target=…';
  const failing = targets.filter(({ listed }) => sights.get(listed.name)?.state === 'down');
  if (failing.length === 0) return `No target fails; ${targets.length} listed.`;
  return `${failing.length} of ${targets.length} targets ${failing.length === 1 ? 'fails' : 'fail'}.`;
}

function silence(workers: number): Html {
  if (workers === 0) return html``;
  return html`<p>${workers} of the workers did not answer: what became of their targets is not shown.</p>
`;
}

function targetTable(targets: readonly Listed[], sights: Sights): Html {
  return html`<div class="wide"><table>
<tr><th>Target</th><th>Module</th><th>Address</th><th>Interval</th><th>State</th><th>Last run</th><th>Took</th></tr>
${targets.map((target) => targetRow(target, sights.get(target.listed.name)))}
</table></div>`;
}

function targetRow({ listed, job }: Listed, sight: Sight | undefined): Html {
  const interval = listed.intervalMs === 'scrape' ? 'on scrape' : `${listed.intervalMs / 1000} s`;
  const { state = 'unknown', lastRunAtMs, seconds } = sight ?? {};
  return html`<tr>
<td><a href="targets/${encodeURIComponent(listed.name)}">${listed.name}</a></td>
<td>${job.module}</td><td>${job.address}</td><td>${interval}</td><td><span class="${state}">${state}</span></td>
<td>${lastRunAtMs === undefined ? '' : isoTime(lastRunAtMs)}</td>
<td>${seconds === undefined ? '' : milliseconds(seconds)}</td>
</tr>
`;
}

function runTable(runs: readonly RecentRun[]): Html {
  if (runs.length === 0) return html`<p>None yet.</p>`;
  return html`<div class="wide"><table>
<tr><th>When</th><th>Module</th><th>Target</th><th>Result</th><th>Report</th></tr>
${runs.map(
  ({
    id,
    module,
    address,
    glance,
  }) => html`<tr><td>${isoTime(glance.startedAtMs)}</td><td>${module}</td>
<td>${address}</td><td>${verdict(glance)}</td><td><a href="logs?id=${id}">report</a></td></tr>
`,
)}
</table></div>`;
}
