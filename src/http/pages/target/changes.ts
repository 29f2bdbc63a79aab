import { durationWords } from '../../../account/durations.ts';
import type { Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { date } from './moments.ts';
import { visible } from './visible.ts';
import { whyWords } from './why-words.ts';

/** When the target went up and down, and for how long; newest first. */
export function changes({ changes }: Pick<Story, 'changes'>, nowMs: number): Html {
  if (changes.length === 0) return html`<p>None is remembered.</p>`;
  return html`<ol class="changes">${changes.map((change, index) => {
    const until = changes[index - 1]?.atMs;
    const lasting = durationWords(((until ?? nowMs) - change.atMs) / 1000);
    const verb = until === undefined ? 'is' : 'was';
    const why = change.reason === undefined ? html`` : html`: ${whyWords(change)}`;
    return html`<li>${date(change.atMs)}: <b class="${change.to}">${verb} ${change.to} for ${lasting}</b>${why}
<span class="detail">${visible(change.detail ?? '')}</span></li>
`;
  })}</ol>
`;
}
