import type { RunAccount } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { visible } from './visible.ts';

/** What the probe said along the way, and how far into the run. */
export function log({ log, startedAtMs }: RunAccount): Html {
  if (log.length === 0) return html``;
  const lines = log.map(({ atMs, text }) => `${relative(atMs - startedAtMs)}  ${visible(text)}`);
  return html`<details><summary>Log, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</summary>
<pre>
${lines.join('\n')}</pre></details>
`;
}

/** `+0.012 s`. A clock that was set meanwhile gives others. */
function relative(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${(Math.abs(ms) / 1000).toFixed(3)} s`;
}
