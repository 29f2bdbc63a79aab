import { type Evidence, evidenceWeight } from '../evidence.ts';
import type { Result } from '../result.ts';

// What a list, an object or a label takes beside its text, roughly.
const PIECE = 100;

/** About how many bytes it takes to remember a result. */
export function weightOf(result: Result): number {
  const { samples, log, spans, evidence } = result;
  const detail = result.outcome === 'failure' ? result.detail.length : 0;
  let weight = PIECE * (3 + samples.length + log.length + spans.length + evidence.length) + detail;
  for (const { labels } of samples) for (const name in labels) weight += labelWeight(labels[name]);
  for (const { text } of log) weight += text.length;
  for (const one of evidence) weight += evidenceWeight(one);
  return weight;
}

function labelWeight(value = ''): number {
  return PIECE + value.length;
}

/** The same with less of what makes it heavy, for whom there is no room for all: the verdict always stays. */
export function lighter(result: Result): Result {
  const evidence: readonly Evidence[] = [];
  return { ...result, evidence, log: [], samples: [] };
}
