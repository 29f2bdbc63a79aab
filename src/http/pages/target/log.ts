import type { RunAccount } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { sinceStart } from './moments.ts';
import { visible } from './visible.ts';

/** What the probe said along the way, and how far into the run. */
export function log({ log, startedAtMs }: RunAccount): Html {
  if (log.length === 0) return html``;
  const lines = log.map(
    ({ atMs, text }) => `${sinceStart((atMs - startedAtMs) / 1000)}  ${visible(text)}`,
  );
  return html`<details><summary>Log, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</summary>
<pre>
${lines.join('\n')}</pre></details>
`;
}
