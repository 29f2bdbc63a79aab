import type { Glance } from '../others.ts';
import { type Html, html } from './html.ts';

/** One run's outcome in words: never by colour alone. */
export function verdict(result: Glance | undefined): Html {
  if (result === undefined) return html`<span class="unknown">not run yet</span>`;
  if (result.outcome === 'success') return html`<span class="up">up</span>`;
  const state = result.ownTrouble ? 'unknown' : 'down';
  const where = result.phase === undefined ? '' : ` in ${result.phase}`;
  return html`<span class="${state}">${state}: ${result.reason}${where}</span>`;
}
