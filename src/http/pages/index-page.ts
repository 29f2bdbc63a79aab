import type { Context } from 'koa';
import type { Result } from '../../result.ts';
import type { Local } from '../local.ts';
import type { Glance, Overview, RecentRun } from '../others.ts';
import type { Listed, Services } from '../services.ts';
import { type Html, html } from './html.ts';
import { showPage } from './page.ts';
import { isoTime, milliseconds, verdict } from './verdict.ts';

const RECENT_RUNS = 50;

/** `GET /`: the listed targets, the last runs, and where everything is: relative to here, whatever proxy is before us. */
export async function showIndex(ctx: Context, services: Services): Promise<void> {
  const { engine, local, others, version } = services;
  const overviews = [overviewOf(local), ...(await others.overviews())];
  const targets = engine.targets();
  const last = new Map(overviews.flatMap((one) => one.last));
  const recent = overviews.flatMap((one) => one.recent).sort(newestFirst);
  const body = html`<h1>synthetic-exporter</h1>
<p>${summary(targets, last)}</p>
${silence(others.count + 1 - overviews.length)}<nav>
<a href="metrics">Metrics</a> <a href="targets.json">Targets for Prometheus</a> <a href="config">Configuration</a>
</nav>
<h2>Targets</h2>
${targets.length === 0 ? html`<p>No targets are listed in the configuration.</p>` : targetTable(targets, last)}
<h2>Recent runs</h2>
${runTable(recent.slice(0, RECENT_RUNS))}
<p>Version ${version}</p>`;
  showPage(ctx, 'synthetic-exporter', body);
}

/** What this process knows of its targets and its last runs. */
export function overviewOf({ engine, history }: Local): Overview {
  const last = engine.targets().flatMap(({ listed, history }) => {
    const [run] = history.all();
    return run === undefined ? [] : [[listed.name, glanceAt(run.result)] as const];
  });
  const recent = history
    .all()
    .slice(0, RECENT_RUNS)
    .map(({ id, job, result }) => {
      const { module, address } = job;
      return { id, module, address, glance: glanceAt(result) };
    });
  return { last, recent };
}

function glanceAt(result: Result): Glance {
  const { outcome, startedAtMs, seconds } = result;
  if (outcome === 'success') return { outcome, startedAtMs, seconds };
  const { reason, phase, ownTrouble } = result;
  return { outcome, startedAtMs, seconds, reason, phase, ownTrouble };
}

function newestFirst(a: RecentRun, b: RecentRun): number {
  return b.glance.startedAtMs - a.glance.startedAtMs;
}

type Last = ReadonlyMap<string, Glance>;

function summary(targets: readonly Listed[], last: Last): string {
  if (targets.length === 0) return 'Probes run when they are asked for: /probe?module=…&target=…';
  const failing = targets.filter(({ listed }) => last.get(listed.name)?.outcome === 'failure');
  if (failing.length === 0) return `No target fails; ${targets.length} listed.`;
  return `${failing.length} of ${targets.length} targets ${failing.length === 1 ? 'fails' : 'fail'}.`;
}

function silence(workers: number): Html {
  if (workers === 0) return html``;
  return html`<p>${workers} of the workers did not answer: what became of their targets is not shown.</p>
`;
}

function targetTable(targets: readonly Listed[], last: Last): Html {
  return html`<div class="wide"><table>
<tr><th>Target</th><th>Module</th><th>Address</th><th>Interval</th><th>State</th><th>Last run</th><th>Took</th></tr>
${targets.map((target) => targetRow(target, last.get(target.listed.name)))}
</table></div>`;
}

function targetRow({ listed, job }: Listed, last: Glance | undefined): Html {
  const interval = listed.intervalMs === 'scrape' ? 'on scrape' : `${listed.intervalMs / 1000} s`;
  return html`<tr>
<td><a href="targets/${encodeURIComponent(listed.name)}">${listed.name}</a></td>
<td>${job.module}</td><td>${job.address}</td><td>${interval}</td><td>${verdict(last)}</td>
<td>${last === undefined ? '' : isoTime(last.startedAtMs)}</td>
<td>${last === undefined ? '' : milliseconds(last.seconds)}</td>
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
