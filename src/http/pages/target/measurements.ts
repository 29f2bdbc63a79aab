import type { RunAccount, Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { counters } from './counters.ts';
import { measured, type Sample } from './measured.ts';
import { labelList, meaning } from './sample-words.ts';

// A target may have as many series as it likes; the JSON has them all.
const MOST = 150;

/** All that a run has measured. */
export function measurements(run: RunAccount, story: Story, nowMs: number): Html {
  const counted = run.samples.filter(({ type }) => type === 'counter');
  const rest = run.samples.filter(({ type }) => type !== 'counter');
  return html`${counted.length === 0 ? html`` : counters(counted.slice(0, MOST), run, story, nowMs)}
${rest.length === 0 ? html`` : table(rest.slice(0, MOST), nowMs)}
${more(Math.max(0, counted.length - MOST) + Math.max(0, rest.length - MOST))}`;
}

function table(samples: readonly Sample[], nowMs: number): Html {
  return html`<table class="measurements">
<thead><tr><th scope="col">Measurement</th><th scope="col">Value</th></tr></thead>
<tbody>${samples.map((sample) => row(sample, samples, nowMs))}</tbody>
</table>
`;
}

function row(sample: Sample, samples: readonly Sample[], nowMs: number): Html {
  // What an info says stands in its labels.
  const value = sample.type === 'info' ? html`` : html`<b>${measured(sample, samples, nowMs)}</b>`;
  return html`<tr><td>${meaning(sample)}</td><td>${value}${labelList(sample)}</td></tr>
`;
}

function more(count: number): Html {
  return count === 0 ? html`` : html`<p>And ${count} more, which are in the JSON.</p>`;
}
