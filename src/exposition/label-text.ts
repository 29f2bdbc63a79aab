import type { Labels } from '../metrics/metrics.ts';

/**
 * `{job="a",le="1.0"}`, or nothing if there are no labels. The same in text 0.0.4 and OpenMetrics. Written anew each
 * time: to keep half a million of these in memory and look them up costs four times as much.
 */
export function labelText(labels: Labels): string {
  let pairs = '';
  for (const name in labels) {
    pairs += `${pairs === '' ? '{' : ','}${name}="${escapeQuoted(labels[name] ?? '')}"`;
  }
  return pairs === '' ? '' : `${pairs}}`;
}

const SPECIAL = /["\\\n\ud800-\udfff]/;

/** For what stands between quotes, and for every text of OpenMetrics. */
export function escapeQuoted(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.toWellFormed().replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n');
}
