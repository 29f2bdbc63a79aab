import type { Labels, Series } from '../metrics/metrics.ts';

/** `{job="a",le="1.0"}`, or nothing if there are no labels. The same in text 0.0.4 and OpenMetrics. */
export function labelText({ common, labels }: Series): string {
  const own = pairs(labels);
  if (common === undefined) return own === '' ? '' : `{${own}}`;
  common.text ??= opened(common.labels);
  return own === '' ? `${common.text}}` : `${common.text},${own}}`;
}

/** Joined, since what is put together with + lies in pieces, and would be put together again in every line. */
function opened(labels: Labels): string {
  const pair = (name: string): string => `${name}="${escapeQuoted(labels[name] ?? '')}"`;
  return ['{', Object.keys(labels).map(pair).join(',')].join('');
}

function pairs(labels: Labels): string {
  let all = '';
  for (const name in labels) {
    all += `${all === '' ? '' : ','}${name}="${escapeQuoted(labels[name] ?? '')}"`;
  }
  return all;
}

const SPECIAL = /["\\\n\ud800-\udfff]/;

/** For what stands between quotes, and for every text of OpenMetrics. */
export function escapeQuoted(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.toWellFormed().replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n');
}
