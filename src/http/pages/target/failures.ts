import type { Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { runLink } from './links.ts';
import { moment } from './moments.ts';
import { visible } from './visible.ts';
import { whyWords } from './why-words.ts';

/** The failures that are remembered in full, newest first, in a line each. */
export function failures(story: Story, nowMs: number): Html {
  const failed = story.runs.filter(({ state }) => state !== 'up');
  if (failed.length === 0) return html`<p>None is remembered.</p>`;
  return html`<ol class="failures">${failed.map(
    (
      run,
    ) => html`<li><a href="${runLink(story, run.id)}">Run ${run.id}</a>, ${moment(run.startedAtMs, nowMs)}: <b class="${run.state}">${whyWords(run)}</b>
<span class="detail">${visible(run.detail ?? '')}</span></li>
`,
  )}</ol>
`;
}
