import type { Summary } from '../../../account/summary.ts';
import { type Html, html } from '../html.ts';
import { date } from './moments.ts';
import { secondsText } from './values.ts';

export type Point = Summary['trail'][number];

/** How long the last runs took, oldest first, with those that failed and those that did not take place. */
export function chart(trail: readonly Point[]): Html {
  const [first, last] = [trail[0], trail.at(-1)];
  if (first === undefined || last === undefined) return html`<p>No run has ended yet.</p>`;
  const top = topOf(trail);
  return html`<figure class="chart">
<div class="scale" aria-hidden="true">${scale(trail, top)}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${latencyWords(trail)}">
<defs><pattern id="failed" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="ground" width="6" height="6"/><path class="stripe" d="M0 6 6 0"/></pattern></defs>
<path class="grid" d="M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}"/>
${columns(trail, top)}</svg>
<div class="times" aria-hidden="true">${date(first.startedAtMs)}<span>a bar for each run</span>${date(last.startedAtMs)}</div>
<figcaption>${latencyWords(trail)} ${legend(trail)}</figcaption>
</figure>
`;
}

/** There is none if no run says how long it takes. */
function scale(trail: readonly Point[], top: number): Html {
  if (upSeconds(trail).length === 0) return html``;
  return html`<span>${secondsText(top)}</span><span>${secondsText(top / 2)}</span><span>0 s</span>`;
}

const WIDTH = 600;
const HEIGHT = 100;
// A few runs are not drawn as a few walls.
const FEWEST_COLUMNS = 30;

/** One for each run, the newest at the right. */
export function columns(trail: readonly Point[], top: number): Html {
  const count = Math.max(trail.length, FEWEST_COLUMNS);
  const step = WIDTH / count;
  const before = count - trail.length;
  return html`${trail.map((point, index) => {
    // Failed runs do not say how long it takes: all are as high as there is room.
    const share = point.state === 'up' ? Math.min(1, point.seconds / top) : 1;
    const height = Math.max(1, rounded(share * HEIGHT));
    const x = rounded((before + index + 0.1) * step);
    return html`<rect class="${point.state}" x="${x}" y="${rounded(HEIGHT - height)}" width="${rounded(0.8 * step)}" height="${height}"><title>${pointWords(point)}</title></rect>
`;
  })}`;
}

/** What the axis goes up to: 1, 2 or 5 of something. */
export function topOf(trail: readonly Point[]): number {
  const slowest = Math.max(0, ...upSeconds(trail));
  if (slowest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(slowest));
  const digit = [1, 2, 5, 10].find((one) => one * power >= slowest) ?? 10;
  return Number((digit * power).toPrecision(1));
}

/** `Of 60 runs 3 failed and 1 was skipped. Good ones took 1.1 ms to 12 ms, half of them less than 1.4 ms.` */
export function latencyWords(trail: readonly Point[]): string {
  const [only, ...others] = trail;
  if (only !== undefined && others.length === 0) return `The only run: ${resultWords(only)}.`;
  const count = (state: Point['state']): number =>
    trail.filter((point) => point.state === state).length;
  const [failed, unknown, skipped] = [count('down'), count('unknown'), count('skipped')];
  const parts = [`${failed === 0 ? 'none' : failed} failed`];
  if (unknown > 0) parts.push(`${unknown} could not tell`);
  if (skipped > 0) parts.push(`${skipped} ${skipped === 1 ? 'was' : 'were'} skipped`);
  const runs = `Of the last ${trail.length} runs ${parts.join(', ')}.`;
  const good = upSeconds(trail).toSorted((a, b) => a - b);
  const [fastest, slowest] = [good[0], good.at(-1)];
  if (fastest === undefined || slowest === undefined) return `${runs} None was good.`;
  const [least, middle, most] = [fastest, median(good), slowest].map(secondsText);
  return `${runs} Of the good ones the fastest took ${least}, the median is ${middle}, the slowest took ${most}.`;
}

const LEGEND = {
  up: 'Filled: up, as high as it took.',
  down: 'Striped: failed.',
  unknown: 'Dotted: could not tell.',
  skipped: 'Hollow: skipped.',
} as const;

/** Of what there is to see. */
function legend(trail: readonly Point[]): string {
  const seen = new Set(trail.map(({ state }) => state));
  const states = ['up', 'down', 'unknown', 'skipped'] as const;
  return states
    .filter((state) => seen.has(state))
    .map((state) => LEGEND[state])
    .join(' ');
}

function upSeconds(trail: readonly Point[]): readonly number[] {
  return trail.filter(({ state }) => state === 'up').map(({ seconds }) => seconds);
}

function median(sorted: readonly number[]): number {
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2;
}

function pointWords(point: Point): string {
  const time = new Date(point.startedAtMs).toISOString().slice(11, 19);
  return `${time} UTC: ${resultWords(point)}`;
}

function resultWords({ state, seconds, reason, phase }: Point): string {
  if (state === 'skipped') return state;
  const why = reason === undefined ? '' : `, ${reason}${phase === undefined ? '' : ` in ${phase}`}`;
  return `${state} after ${secondsText(seconds)}${why}`;
}

function rounded(length: number): number {
  return Math.round(length * 100) / 100;
}
