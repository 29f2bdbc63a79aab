import { MEANINGS } from '../../../account/meanings.ts';
import type { RunAccount } from '../../../account/story.ts';
import type { Reason } from '../../../failure.ts';
import { type Html, html } from '../html.ts';
import { evidence } from './evidence.ts';
import { log } from './log.ts';
import { moment } from './moments.ts';
import { secondsText } from './values.ts';
import { visible } from './visible.ts';
import { waterfall } from './waterfall.ts';

/** One run: what came of it, where its time went and what was said. */
export function explain(run: RunAccount, nowMs: number): Html {
  return html`${verdict(run, nowMs)}
<h3>Where the time went</h3>
${waterfall(run)}
${said(run)}${log(run)}
`;
}

function verdict(run: RunAccount, nowMs: number): Html {
  const { state, startedAtMs, seconds, reason, detail = '' } = run;
  const about = html`Began ${moment(startedAtMs, nowMs)} and took ${secondsText(seconds)}.`;
  if (reason === undefined)
    return html`<p class="verdict"><strong class="up">It went well.</strong> ${about}</p>`;
  return html`<div class="verdict failed"><p><strong class="${state}">${failureWords(run, reason)}</strong></p>
<p class="detail">${visible(detail)}</p>
<p class="quiet">${MEANINGS[reason]} ${about}</p></div>`;
}

/** Said in full, for those who do not know yet what a phase is. */
function failureWords({ state, phase }: RunAccount, reason: Reason): string {
  const what = state === 'unknown' ? 'Could not tell how it is' : 'Failed';
  return phase === undefined ? `${what}: ${reason}` : `${what}, in the phase ${phase}: ${reason}`;
}

/** What the dates of a certificate meant is known by the day of the run. */
function said({ evidence: seen, startedAtMs }: RunAccount): Html {
  if (seen.length === 0) return html``;
  return html`<h3>What was said and seen</h3>
${evidence(seen, startedAtMs)}`;
}
