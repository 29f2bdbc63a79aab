import type { Context } from 'koa';
import type { PastRun } from '../../history.ts';
import type { Result } from '../../result.ts';
import type { Local } from '../local.ts';
import { refusal } from '../refusal.ts';
import { report } from '../report.ts';
import type { Services } from '../services.ts';
import { type Html, html } from './html.ts';
import { showPage } from './page.ts';
import { isoTime, milliseconds, verdict } from './verdict.ts';

/** `GET /targets/NAME`: one target, its last runs, and why the last failure failed. */
export async function showTarget(
  ctx: Context,
  { local, others }: Services,
  part: string,
): Promise<void> {
  const name = decoded(part);
  const markup = targetPage(local, name)?.markup ?? (await others.page(name));
  if (markup === undefined) throw refusal(404, 'no target of this name is listed');
  showPage(ctx, `${name} · synthetic-exporter`, { markup });
}

/** Nothing if this process does not probe it. */
export function targetPage(local: Local, name: string): Html | undefined {
  const target = local.engine.targets().find(({ listed }) => listed.name === name);
  if (target === undefined) return undefined;
  const { listed, job, history } = target;
  const runs = history.all();
  const failure = runs.find(({ result }) => result.outcome === 'failure');
  return html`<nav><a href="../">All targets</a></nav>
<h1>${listed.name}</h1>
<p>${verdict(runs[0]?.result)}</p>
<p>Module ${job.module}, address ${job.address}. <a href="../probe?name=${encodeURIComponent(listed.name)}&amp;debug=true">Run it now</a></p>
${failure === undefined ? html`<p>No failure is remembered.</p>` : explained(failure, local)}
<h2>Last runs</h2>
<div class="wide"><table>
<tr><th>When</th><th>Result</th><th>Took</th><th>Phases</th></tr>
${runs.map(runRow)}
</table></div>`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal(400, 'the name of the target is not well encoded');
  }
}

function explained({ job, result }: PastRun, { config }: Local): Html {
  const why = result.outcome === 'failure' ? result.detail : '';
  return html`<h2>The last failure</h2>
<p>${isoTime(result.startedAtMs)}: ${verdict(result)}</p>
<p>${why}</p>
<pre>${report(job, result, config())}</pre>`;
}

function runRow({ result }: PastRun): Html {
  const phases = [...result.phases].map(([phase, seconds]) => `${phase} ${milliseconds(seconds)}`);
  return html`<tr><td>${isoTime(result.startedAtMs)}</td><td>${verdict(result)}</td>
<td>${took(result)}</td><td>${phases.join(', ')}</td></tr>
`;
}

/** With what is uncertain about it: an event may have waited while this process was busy with another. */
function took({ seconds, errorSeconds }: Result): string {
  return `${milliseconds(seconds)}, of which up to ${milliseconds(errorSeconds)} may be ours`;
}
