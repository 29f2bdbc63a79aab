import type { Context } from 'koa';
import type { Story } from '../../../account/story.ts';
import { storyNamed } from '../../accounts.ts';
import { refusal } from '../../refusal.ts';
import type { Services } from '../../services.ts';
import { type Html, html } from '../html.ts';
import { showPage } from '../page.ts';
import { isoTime, milliseconds } from '../verdict.ts';

/** `GET /targets/NAME`: one target, its last runs, and why the last failure failed. */
export async function showTarget(ctx: Context, services: Services, part: string): Promise<void> {
  const name = decoded(part);
  const story = await storyNamed(services, name);
  if (story === undefined) throw refusal(404, 'no target of this name is listed');
  showPage(ctx, `${name} · synthetic-exporter`, targetPage(story));
}

function targetPage(story: Story): Html {
  const { name, module, address, state, trail } = story;
  return html`<nav><a href="../">All targets</a></nav>
<h1>${name}</h1>
<p><span class="${state}">${state}</span></p>
<p>Module ${module}, address ${address}. <a href="../probe?name=${encodeURIComponent(name)}&amp;debug=true">Run it now</a></p>
${story.runs.map(({ detail = '' }) => html`<p>${detail}</p>`)}
<h2>Last runs</h2>
<div class="wide"><table>
<tr><th>When</th><th>Result</th><th>Took</th></tr>
${trail.map(({ startedAtMs, state, seconds }) => html`<tr><td>${isoTime(startedAtMs)}</td><td>${state}</td><td>${milliseconds(seconds)}</td></tr>`)}
</table></div>`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refusal(400, 'the name of the target is not well encoded');
  }
}
