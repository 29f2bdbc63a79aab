import { agoWords } from '../../account/durations.ts';
import { type Html, html } from './html.ts';

/** `3 min ago`, with the moment itself for who points at it; the live script keeps it true. */
export function ago(unixMs: number, nowMs: number): Html {
  return html`<time datetime="${new Date(unixMs).toISOString()}" title="${utc(unixMs)}" data-ago>${agoWords(unixMs, nowMs)}</time>`;
}

/** `2026-11-20 12:03:10 UTC`. */
export function utc(unixMs: number): string {
  if (!isDate(unixMs)) return `${unixMs / 1000} s of Unix time`;
  return `${new Date(unixMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

// What a target says of time may be any number; years of five digits are none that a page can show.
const LATEST_MS = Date.UTC(9999, 11, 31);

export function isDate(unixMs: number): boolean {
  return Math.abs(unixMs) <= LATEST_MS;
}

/** How long a run lasted: `0.42 ms`, `3.4 ms`, `120 ms`, `2.31 s`. */
export function took(seconds: number): string {
  const ms = seconds * 1000;
  if (ms >= 999.5) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  if (ms >= 99.5) return `${ms.toFixed(0)} ms`;
  return ms < 0.01 ? 'under 0.01 ms' : `${ms.toFixed(ms < 1 ? 2 : 1)} ms`;
}
