import { durationWords } from '../../../account/durations.ts';
import type { Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { date } from './moments.ts';
import { visible } from './visible.ts';

/** What one wants to know first: how it is, and since when. */
export function headline(story: Story, nowMs: number): Html {
  const { verb, fromMs, words } = stateOf(story, nowMs);
  const lasting =
    fromMs === undefined
      ? html``
      : html` for <time datetime="${new Date(fromMs).toISOString()}" data-for>${words}</time>`;
  return html`<p class="headline"><strong class="state ${story.state}">${verb}${lasting}</strong>${since(story)}</p>
<p class="facts">${facts(story)}</p>`;
}

/** `Down for 12 min`. */
export function stateWords(story: Story, nowMs: number): string {
  const { verb, words } = stateOf(story, nowMs);
  return words === '' ? verb : `${verb} for ${words}`;
}

interface StateOf {
  readonly verb: string;
  /** Since when, in Unix milliseconds. */
  readonly fromMs?: number;
  /** How long that is; nothing if nobody knows. */
  readonly words: string;
}

function stateOf({ state, sinceMs, lastRunAtMs }: Story, nowMs: number): StateOf {
  if (lastRunAtMs === undefined && state === 'unknown') return { verb: 'Not run yet', words: '' };
  const fromMs = state === 'stale' ? lastRunAtMs : sinceMs;
  const verb = VERBS[state];
  if (fromMs === undefined || state === 'skipped') return { verb, words: '' };
  return { verb, fromMs, words: durationWords((nowMs - fromMs) / 1000) };
}

const VERBS = {
  up: 'Up',
  down: 'Down',
  unknown: 'Unknown',
  skipped: 'Skipped: a run was due while the one before still lasted',
  stale: 'Stale: no run',
} as const;

/** What else belongs to the state, in words. */
function since({ state, sinceMs, interval, changes, trail }: Story): Html {
  if (sinceMs === undefined) return html` <span>${nobodyAsked(interval)}</span>`;
  if (state === 'stale' || state === 'skipped') {
    const was = trail.findLast((point) => point.state !== 'skipped')?.state ?? 'unknown';
    return html` <span>Before that it was ${was}, since ${date(sinceMs)}.</span>`;
  }
  const change = changes.find(({ atMs }) => atMs === sinceMs);
  // Who has just been started cannot know how it was before.
  const isKnown = change !== undefined && change.from !== 'unknown';
  const from = isKnown ? 'since' : 'since the first run that is known,';
  return html` <span>${from} ${date(sinceMs)}.${state === 'unknown' ? OWN_TROUBLE : ''}</span>`;
}

const OWN_TROUBLE = ' The trouble is the exporter’s own: nobody knows how the target is.';

function nobodyAsked(interval: Story['interval']): string {
  return interval === 'scrape'
    ? 'It runs whenever Prometheus scrapes it, or when it is run by hand.'
    : `It runs every ${durationWords(interval)}; the first run is about to come.`;
}

function facts({ address, module, prober, interval, timeoutSeconds, labels }: Story): Html {
  const rhythm = interval === 'scrape' ? 'on scrape' : `every ${interval} s`;
  return html`<code>${visible(address)}</code> by module <b>${visible(module)}</b> (${prober}), ${rhythm}, at most ${timeoutSeconds} s${Object.entries(
    labels,
  ).map(([name, value]) => html` · ${name}=<b>${visible(value)}</b>`)}`;
}
