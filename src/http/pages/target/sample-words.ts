import { type Html, html } from '../html.ts';
import type { Sample } from './measured.ts';
import { visible } from './visible.ts';

/** What a sample is, by its help; its name is for those who look for it in Prometheus. */
export function meaning({ help, metric }: Pick<Sample, 'help' | 'metric'>): Html {
  return html`${visible(help)} <code>${metric}</code>`;
}

export function labelList({ labels }: Pick<Sample, 'labels'>): Html {
  const pairs = Object.entries(labels);
  if (pairs.length === 0) return html``;
  return html`<ul class="label-list">${pairs.map(
    ([name, value]) => html`<li>${name}: ${visible(value) || '(empty)'}</li>`,
  )}</ul>`;
}
