import type { Summary } from '../../../account/summary.ts';
import { type Html, html } from '../html.ts';
import { took } from '../times.ts';

const WIDTH = 100;
const HEIGHT = 22;

/** How long the last runs took that found their target up, as a line, and from what to what in words. */
export function sparkline(trail: Summary['trail']): Html {
  const seconds = trail.filter(({ state }) => state === 'up').map(({ seconds }) => seconds);
  if (seconds.length === 0) return html``;
  const least = Math.min(...seconds);
  const most = Math.max(...seconds);
  const range = took(least) === took(most) ? took(most) : `${took(least)} to ${took(most)}`;
  if (seconds.length === 1) return html`<span>${range}</span>`;
  const points = seconds.map((one, at) => `${x(at, seconds.length)},${y(one, most)}`).join(' ');
  return html`<svg class="line" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true"><polyline points="${points}"/></svg><span>${range}</span>`;
}

function x(at: number, count: number): string {
  return ((at / (count - 1)) * WIDTH).toFixed(1);
}

/** From zero, so that what is twice as high took twice as long. */
function y(seconds: number, most: number): string {
  const part = most === 0 ? 0 : seconds / most;
  return (HEIGHT - 1 - part * (HEIGHT - 2)).toFixed(1);
}
