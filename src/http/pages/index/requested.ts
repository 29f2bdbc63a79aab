import type { Config } from '../../../config/config.ts';
import type { RecentRun } from '../../others.ts';
import { type Html, html } from '../html.ts';
import { ago, took } from '../times.ts';
import { verdict } from '../verdict.ts';

export interface RequestedOptions {
  readonly root: string;
  readonly nowMs: number;
  readonly config: Config;
}

/** Runs of targets that came with a request, and a form for one more. */
export function requested(runs: readonly RecentRun[], options: RequestedOptions): Html {
  return html`<section class="requested">
<h2>Runs on request</h2>
${probeForm(options)}
${runs.length === 0 ? html`<p class="quiet">None yet: each <code>/probe?module=…&amp;target=…</code> is listed here.</p>` : runTable(runs, options)}
</section>`;
}

/** Nothing where only listed targets may be asked for. */
function probeForm({ root, config: { access, modules } }: RequestedOptions): Html {
  if (access.targets !== 'any' || modules.size === 0) return html``;
  return html`<form class="probe" action="${root}probe">
<input type="hidden" name="debug" value="true">
<label>Module <select name="module">${[...modules.keys()].map((name) => html`<option>${name}</option>`)}</select></label>
<label>Target <input name="target" required maxlength="2000" placeholder="an address or a URL, as the module wants it"></label>
<button>Probe it now</button>
</form>`;
}

function runTable(runs: readonly RecentRun[], { root, nowMs }: RequestedOptions): Html {
  return html`<div class="wide" tabindex="0" role="group" aria-label="Runs on request"><table>
<thead><tr><th scope="col">When</th><th scope="col">Module</th><th scope="col">Target</th><th scope="col">Result</th><th scope="col">Took</th><th scope="col">Report</th></tr></thead>
<tbody>${runs.map((run) => runRow(run, root, nowMs))}</tbody>
</table></div>`;
}

function runRow({ id, module, address, glance }: RecentRun, root: string, nowMs: number): Html {
  return html`<tr data-key="${id}"><td>${ago(glance.startedAtMs, nowMs)}</td><td>${module}</td><td>${address}</td><td>${verdict(glance)}</td><td>${took(glance.seconds)}</td><td><a href="${root}logs?id=${id}">report</a></td></tr>
`;
}
