import type { RunAccount, Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { changes } from './changes.ts';
import { chart } from './chart.ts';
import { choose } from './chosen.ts';
import { elsewhere } from './elsewhere.ts';
import { explain } from './explain.ts';
import { failures } from './failures.ts';
import { headline } from './headline.ts';
import { pageOf, runLink } from './links.ts';
import { measurements } from './measurements.ts';
import { moment } from './moments.ts';
import { prometheus } from './prometheus.ts';
import { runTable } from './run-table.ts';
import { visible } from './visible.ts';

// From the page of a target to the start page.
const ROOT = '../';

export interface View {
  /** The number of the run that is asked for, if one is. */
  readonly wanted: string | undefined;
  readonly nowMs: number;
  /** Where others reach the start page. */
  readonly base: URL;
}

/** All that is known of a target, what matters most at night first. */
export function targetPage(story: Story, { wanted, nowMs, base }: View): Html {
  const { run, title, missing, measured } = choose(story, wanted);
  const why = run === undefined ? nothingToExplain(story) : explained(run, nowMs);
  return html`<div class="story">
<h1>${visible(story.name)}</h1>
${headline(story, nowMs)}
${runNow(story)}
${missing === undefined ? html`` : html`<p class="notice" role="status">${visible(missing)}</p>\n`}
${section('why', title, why)}
${measured === undefined ? html`` : section('measured', 'What was measured', values(measured, story, nowMs))}
${section('latency', 'Latency', chart(story.trail))}
${section('runs', 'Last runs', runTable(story, run?.id, nowMs))}
${section('failures', 'Last failures', failures(story, nowMs))}
${section('changes', 'Changes of state', changes(story, nowMs))}
${section('prometheus', 'In Prometheus', prometheus(story))}
${section('elsewhere', 'Elsewhere', elsewhere(story, ROOT, base))}
${section('configuration', 'Configuration', configuration(story))}</div>`;
}

function explained(run: RunAccount, nowMs: number): Html {
  return html`${explain(run, nowMs)}<p class="quiet">Run ${run.id}. <a href="${ROOT}logs?id=${run.id}">Report for a ticket</a></p>
`;
}

function nothingToExplain({ trail, state }: Story): Html {
  if (trail.length === 0) return html`<p>No run has ended yet.</p>`;
  if (state !== 'up') return html`<p>The last failure is not remembered any more.</p>`;
  return html`<p>It went well. Of so many targets only failures are kept in full; whoever runs it now sees all of that run.</p>`;
}

/** A part of the page under a title of its own. */
export function section(id: string, title: string, body: Html): Html {
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${body}</section>
`;
}

function runNow({ name }: Story): Html {
  return html`<form method="post" action="${pageOf(name)}"><button>Run now</button></form>`;
}

function values(run: RunAccount, story: Story, nowMs: number): Html {
  return html`<p class="quiet">By <a href="${runLink(story, run.id)}">run ${run.id}</a>, ${moment(run.startedAtMs, nowMs)}.</p>
${measurements(run, story, nowMs)}`;
}

function configuration({ settings }: Story): Html {
  return html`<details><summary>The module as configured</summary>
<pre>
${visible(settings)}</pre></details>
<p><a href="${ROOT}config">The whole configuration</a></p>
`;
}
