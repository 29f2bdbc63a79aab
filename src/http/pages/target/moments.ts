import { type Html, html } from '../html.ts';
import { ago, utc } from '../times.ts';

// What a target says of time may be any number; years of five digits are none that a page can show.
const LATEST_MS = Date.UTC(9999, 11, 31);

/** A date, and how long ago that was: `2026-11-21 09:30:00 UTC (3 min ago)`. */
export function moment(atMs: number, nowMs: number): Html {
  return isDate(atMs) ? html`${date(atMs)} (${ago(atMs, nowMs)})` : date(atMs);
}

/** `2026-11-21 09:30:00 UTC`, for machines, too. */
export function date(atMs: number): Html {
  if (!isDate(atMs)) return html`${atMs / 1000} s of Unix time`;
  return html`<time datetime="${new Date(atMs).toISOString()}">${utc(atMs)}</time>`;
}

function isDate(atMs: number): boolean {
  return Math.abs(atMs) <= LATEST_MS;
}

/** How far into a run: `+0.012 s`. A clock that was set meanwhile gives others. */
export function sinceStart(seconds: number): string {
  return `${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(3)} s`;
}
