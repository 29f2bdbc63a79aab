import type { Context } from 'koa';
import type { Target } from '../../engine.ts';
import type { PastRun } from '../../history.ts';
import { refusal } from '../refusal.ts';
import { report } from '../report.ts';
import type { Services } from '../services.ts';
import { type Html, html } from './html.ts';
import { showPage } from './page.ts';
import { isoTime, milliseconds, verdict } from './verdict.ts';

/** `GET /targets/NAME`: one target, its last runs, and why the last failure failed. */
export function showTarget(ctx: Context, services: Services, part: string): void {
  const target = targetOf(services, part);
  const { listed, job, history } = target;
  const runs = history.all();
  const failure = runs.find(({ result }) => result.outcome === 'failure');
  const body = html`<nav><a href="../">All targets</a></nav>
<h1>${listed.name}</h1>
<p>${verdict(runs[0]?.result)}</p>
<p>Module ${job.module}, address ${job.address}. <a href="../probe?name=${encodeURIComponent(listed.name)}&amp;debug=true">Run it now</a></p>
${failure === undefined ? html`<p>No failure is remembered.</p>` : explained(failure, services)}
<h2>Last runs</h2>
<div class="wide"><table>
<tr><th>When</th><th>Result</th><th>Took</th><th>Phases</th></tr>
${runs.map(runRow)}
</table></div>`;
  showPage(ctx, `${listed.name} · synthetic-exporter`, body);
}

function targetOf({ engine }: Services, part: string): Target {
  const name = decoded(part);
  const target = engine.targets().find(({ listed }) => listed.name === name);
  if (target === undefined) throw refusal(404, 'no target of this name is listed');
  return target;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal(400, 'the name of the target is not well encoded');
  }
}

function explained({ job, result }: PastRun, { config }: Services): Html {
  const why = result.outcome === 'failure' ? result.detail : '';
  return html`<h2>The last failure</h2>
<p>${isoTime(result.startedAtMs)}: ${verdict(result)}</p>
<p>${why}</p>
<pre>${report(job, result, config())}</pre>`;
}

function runRow({ result }: PastRun): Html {
  const phases = [...result.phases].map(([phase, seconds]) => `${phase} ${milliseconds(seconds)}`);
  return html`<tr><td>${isoTime(result.startedAtMs)}</td><td>${verdict(result)}</td>
<td>${milliseconds(result.seconds)}</td><td>${phases.join(', ')}</td></tr>
`;
}
