import { agoWords, durationWords } from '../../../account/durations.ts';
import type { Summary } from '../../../account/summary.ts';
import type { Hideable } from '../../../config/pages.ts';
import { type Html, html } from '../html.ts';
import { visible } from '../target/visible.ts';
import { ago, isDate, took, utc } from '../times.ts';
import { bar } from './bar.ts';
import { isExpiringAt } from './marks.ts';
import { sparkline } from './sparkline.ts';

export interface RowOptions {
  readonly nowMs: number;
  /** Where a target has a page of its own; none if it has none. */
  readonly link?: (name: string) => string;
  /** What these readers are not to see. */
  readonly hide?: readonly Hideable[];
  /** The label that all rows share: they need not repeat it. */
  readonly sharedLabel?: string | undefined;
}

const NOTHING = html``;

export function targetRow(summary: Summary, options: RowOptions): Html {
  const { name, state, trail } = summary;
  const hides = (what: Hideable): boolean => options.hide?.includes(what) ?? false;
  // The key tells the live script which row is which, whatever order they come in.
  return html`<tr class="is-${state}" data-key="${name}">
<th scope="row">${named(name, options)}${about(summary, hides)}${labelList(summary, options, hides)}</th>
<td class="state">${stateMark(summary, options.nowMs)}</td>
<td class="trail">${bar(trail, { hidesReasons: hides('reason') })}</td>
<td class="latency">${sparkline(trail)}</td>
<td class="certificate">${certificate(summary, options.nowMs)}</td>
<td class="last">${lastRun(summary, options.nowMs)}</td>${why(summary, hides)}
</tr>
`;
}

function named(name: string, { link }: RowOptions): Html {
  return link === undefined
    ? html`${visible(name)}`
    : html`<a href="${link(name)}">${visible(name)}</a>`;
}

function about({ module, address }: Summary, hides: (what: Hideable) => boolean): Html {
  const parts = [hides('address') ? '' : address, hides('module') ? '' : module];
  const text = parts.filter((part) => part !== '').join(' · ');
  return text === '' ? NOTHING : html`<span class="about">${visible(text)}</span> `;
}

function labelList(
  { labels }: Summary,
  { sharedLabel }: RowOptions,
  hides: (what: Hideable) => boolean,
): Html {
  const shown = Object.entries(labels).filter(([name]) => name !== sharedLabel);
  if (hides('labels') || shown.length === 0) return NOTHING;
  return html`<span class="labels">${shown.map(([name, value]) => html`<span>${name}=${visible(value)}</span> `)}</span>`;
}

/** In a word, after a sign of its own: the colour only says it again. */
function stateMark({ state, sinceMs, lastRunAtMs }: Summary, nowMs: number): Html {
  const word = state === 'unknown' && lastRunAtMs === undefined ? 'not run yet' : state;
  const mark = html`<strong class="${state}">${SIGNS[state]} ${word}</strong>`;
  if (sinceMs === undefined || state === 'stale') return mark;
  return html`${mark} <span class="quiet">for ${duration(sinceMs, nowMs)}</span>`;
}

const SIGNS: Readonly<Record<Summary['state'], Html>> = {
  up: sign('<circle cx="6" cy="6" r="5" class="up"/>'),
  down: sign('<path d="M6 0l6 6-6 6-6-6z" class="down"/>'),
  unknown: sign('<circle cx="6" cy="6" r="4" class="hollow"/>'),
  skipped: sign('<path d="M0 4h12v4h-12z" class="skipped"/>'),
  stale: sign('<path d="M1 1h10l-10 10h10z" class="stale"/>'),
};

function sign(shape: string): Html {
  return { markup: `<svg class="sign" viewBox="0 0 12 12" aria-hidden="true">${shape}</svg>` };
}

function duration(sinceMs: number, nowMs: number): Html {
  const words = durationWords((nowMs - sinceMs) / 1000);
  return html`<time datetime="${new Date(sinceMs).toISOString()}" title="since ${utc(sinceMs)}" data-for>${words}</time>`;
}

function certificate({ certificateExpiresAtMs: atMs }: Summary, nowMs: number): Html {
  if (atMs === undefined) return NOTHING;
  if (!isDate(atMs)) return html`${utc(atMs)}`;
  const words =
    atMs < nowMs ? `expired ${agoWords(atMs, nowMs)}` : durationWords((atMs - nowMs) / 1000);
  const title = `${atMs < nowMs ? 'expired' : 'expires'} ${utc(atMs)}`;
  const time = html`<time datetime="${new Date(atMs).toISOString()}" title="${title}">${words}</time>`;
  return isExpiringAt(atMs, nowMs) ? html`<strong class="down">${time}</strong>` : time;
}

function lastRun({ lastRunAtMs, seconds }: Summary, nowMs: number): Html {
  if (lastRunAtMs === undefined) return NOTHING;
  const lasted = seconds === undefined ? '' : `took ${took(seconds)}`;
  return html`${ago(lastRunAtMs, nowMs)} <span class="quiet">${lasted}</span>`;
}

/** What went wrong, as far as the readers may know it. */
function why({ reason, phase, detail }: Summary, hides: (what: Hideable) => boolean): Html {
  if (reason === undefined || (hides('reason') && hides('detail'))) return NOTHING;
  const where = phase === undefined ? '' : ` in ${phase}`;
  const cause = hides('reason') ? NOTHING : html`<strong>${reason}${where}</strong> `;
  return html`
<td class="why">${cause}${hides('detail') ? '' : visible(detail ?? '')}</td>`;
}
