import { agoWords, durationWords } from '../../../account/durations.ts';
import type { EvidenceAccount } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { date } from './moments.ts';
import { visible } from './visible.ts';

type Certificate = Extract<EvidenceAccount, { kind: 'certificates' }>['chain'][number];

/** The chain as the peer showed it, and what the dates mean on the day of the run. */
export function certificates(chain: readonly Certificate[], nowMs: number): Html {
  return html`<h4>Certificates, as of this run</h4>
<ol class="chain">${chain.map((one, index) => certificate(one, index, nowMs))}</ol>
`;
}

function certificate(one: Certificate, index: number, nowMs: number): Html {
  const { subject, issuer, names, notBeforeMs, notAfterMs, serialNumber, fingerprint } = one;
  const { isGood, words } = validity(one, nowMs);
  return html`<li><b>${oneLine(subject) || '(no subject)'}</b>${index === 0 ? ' (its own)' : ''}: <strong class="${isGood ? 'up' : 'down'}">${words}</strong>
<dl class="pairs">${names.length === 0 ? html`` : html`<dt>Names</dt><dd>${names.map(visible).join(', ')}</dd>`}
<dt>Issuer</dt><dd>${oneLine(issuer)}${issuer === subject ? ' (itself)' : ''}</dd>
<dt>Valid</dt><dd>from ${date(notBeforeMs)} to ${date(notAfterMs)}</dd>
<dt>Serial number</dt><dd><code>${visible(serialNumber)}</code></dd>
<dt>SHA-256</dt><dd><code>${visible(fingerprint)}</code></dd></dl></li>
`;
}

const DAY_MS = 86_400_000;

/** `expired 3 days ago`, `not valid yet: from in 2 days on`, `29 days left`. */
export function validity(
  { notBeforeMs, notAfterMs }: Pick<Certificate, 'notBeforeMs' | 'notAfterMs'>,
  nowMs: number,
): { readonly isGood: boolean; readonly words: string } {
  if (nowMs > notAfterMs) return { isGood: false, words: `expired ${agoWords(notAfterMs, nowMs)}` };
  if (nowMs < notBeforeMs) {
    const wait = durationWords((notBeforeMs - nowMs) / 1000);
    return { isGood: false, words: `not valid yet, only in ${wait}` };
  }
  const days = Math.floor((notAfterMs - nowMs) / DAY_MS);
  const left =
    days >= 1
      ? `${days} ${days === 1 ? 'day' : 'days'}`
      : durationWords((notAfterMs - nowMs) / 1000);
  return { isGood: true, words: `${left} left` };
}

/** Distinguished names come with a line for each part. */
function oneLine(name: string): string {
  return visible(name).replaceAll('\n', ', ');
}
