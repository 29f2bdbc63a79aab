import type { Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { alertsOf } from './alerts.ts';
import { queriesOf } from './queries.ts';
import { visible } from './visible.ts';

/** What to ask Prometheus about the target, and what may ring for it. */
export function prometheus(story: Story): Html {
  return html`<dl class="queries">${queriesOf(story).map(
    ({ about, text }) => html`<dt>${about}</dt><dd><code>${visible(text)}</code></dd>
`,
  )}</dl>
<p>Alerts that can be about it: ${alertsOf(story).map(
    (name, index) => html`${index === 0 ? '' : ', '}<code>${name}</code>`,
  )}.</p>
`;
}
