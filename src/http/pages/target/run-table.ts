import type { RunAccount, Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { ago } from '../times.ts';
import type { Point } from './chart.ts';
import { runLink } from './links.ts';
import { date } from './moments.ts';
import { secondsText } from './values.ts';
import { whyWords } from './why-words.ts';

// More are one click away.
const AT_ONCE = 10;

/** The last runs, newest first; those that are remembered in full lead to what they saw. */
export function runTable(story: Story, explained: number | undefined, nowMs: number): Html {
  const points = story.trail.toReversed();
  const rows = points.map((point) => row(story, point, explained, nowMs));
  if (rows.length === 0) return html`<p>None yet.</p>`;
  const earlier = rows.slice(AT_ONCE);
  if (earlier.length === 0) return table(rows);
  return html`${table(rows.slice(0, AT_ONCE))}<details><summary>${earlier.length} earlier ${earlier.length === 1 ? 'run' : 'runs'}</summary>
${table(earlier)}</details>
`;
}

function table(rows: readonly Html[]): Html {
  return html`<table class="past">
<thead><tr><th scope="col">Began</th><th scope="col">Result</th><th scope="col">Took</th></tr></thead>
<tbody>${rows}</tbody>
</table>
`;
}

function row(story: Story, point: Point, explained: number | undefined, nowMs: number): Html {
  const { state, startedAtMs, seconds } = point;
  const run = story.runs.find((one) => isOf(one, point));
  const when = html`${date(startedAtMs)}`;
  const began =
    run === undefined
      ? when
      : html`<a href="${runLink(story, run.id)}"${run.id === explained ? html` aria-current="true"` : html``}>${when}</a>`;
  const why = whyWords(point);
  const result = html`<b class="${state}">${state}${why === '' ? '' : `: ${why}`}</b>`;
  return html`<tr><td>${began} <span class="quiet">${ago(startedAtMs, nowMs)}</span></td><td>${result}</td><td>${state === 'skipped' ? '' : secondsText(seconds)}</td></tr>
`;
}

/** Points have no number of their own. */
function isOf(run: RunAccount, { startedAtMs, seconds, state }: Point): boolean {
  return run.startedAtMs === startedAtMs && run.seconds === seconds && run.state === state;
}
