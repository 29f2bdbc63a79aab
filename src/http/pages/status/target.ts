import { MEANINGS } from '../../../account/meanings.ts';
import type { RunAccount, Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { bar } from '../index/bar.ts';
import { changes } from '../target/changes.ts';
import { evidence } from '../target/evidence.ts';
import { stateWords } from '../target/headline.ts';
import { date } from '../target/moments.ts';
import { visible } from '../target/visible.ts';
import { waterfall } from '../target/waterfall.ts';
import { whyWords } from '../target/why-words.ts';
import type { TargetEdition } from './edition.ts';
import type { ToldTarget } from './told.ts';
import { uptimeWords } from './uptime.ts';

const NOTHING = html``;

/** One target as the readers of a page may see it: how it is, since when, and what the last failure was. */
export function target({ page, story, atMs }: ToldTarget, edition: TargetEdition): Html {
  const hidesReasons = page.hide.includes('reason');
  return html`<nav aria-label="Page"><a href="${edition.list}">${page.title}</a></nav>
<h1>${visible(story.name)}</h1>
${edition.note(atMs)}
<div class="story">
<p class="headline"><strong class="state ${story.state}">${stateWords(story, atMs)}</strong></p>
${facts(story)}<h2>Last runs</h2>
<p>${uptimeWords(story.trail)}</p>
${bar(story.trail, { hidesReasons })}
${lastFailure(story)}<h2>Up and down</h2>
${changes(story, atMs)}</div>`;
}

/** What is hidden is empty. */
function facts({ address, module, labels }: Story): Html {
  const parts = [
    ...(address === '' ? [] : [html`<code>${visible(address)}</code>`]),
    ...(module === '' ? [] : [html`module <b>${visible(module)}</b>`]),
    ...Object.entries(labels).map(([name, value]) => html`${name}=<b>${visible(value)}</b>`),
  ];
  if (parts.length === 0) return NOTHING;
  return html`<p class="facts">${parts.map((part, index) => (index === 0 ? part : html` · ${part}`))}</p>
`;
}

/** Of those that are remembered in full; of a hidden reason there are none. */
function lastFailure({ runs }: Story): Html {
  const failed = runs.find(({ state }) => state !== 'up');
  if (failed === undefined) return NOTHING;
  return html`<h2>The last failure</h2>
${verdict(failed)}${way(failed)}${said(failed)}`;
}

function verdict(run: RunAccount): Html {
  const { state, startedAtMs, reason, detail } = run;
  const sentence =
    detail === undefined ? NOTHING : html`\n<p class="detail">${visible(detail)}</p>`;
  const meaning = reason === undefined ? '' : `${MEANINGS[reason]} `;
  return html`<div class="verdict failed"><p><strong class="${state}">${whyWords(run)}</strong></p>${sentence}
<p class="quiet">${meaning}The run began ${date(startedAtMs)}.</p></div>
`;
}

function way(run: RunAccount): Html {
  if (run.spans.length === 0) return NOTHING;
  return html`<h3>Where the time went</h3>
${waterfall(run)}`;
}

/** What the dates of a certificate meant is known by the day of the run. */
function said({ evidence: seen, startedAtMs }: RunAccount): Html {
  if (seen.length === 0) return NOTHING;
  return html`<h3>What was said and seen</h3>
${evidence(seen, startedAtMs)}`;
}
