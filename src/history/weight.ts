import { evidenceWeight } from '../evidence.ts';
import type { Result } from '../result.ts';

/** At most about so many bytes it takes to remember a result, by what can be left out of it. */
export interface Weight {
  readonly verdict: number;
  readonly samples: number;
  /** What it said and saw: log and evidence. */
  readonly words: number;
}

// Measured: what a run takes that says nothing, and what each of its lists' members takes beside its text.
const RUN = 900;
const PIECE = 150;
// Whoever writes in Chinese takes two.
const CHARACTER = 2;

export function weigh(result: Result): Weight {
  const { spans, secrets, log, evidence } = result;
  let verdict = RUN + PIECE * (spans.length + secrets.length);
  if (result.outcome === 'failure') verdict += CHARACTER * result.detail.length;
  for (const { about } of spans) verdict += CHARACTER * (about?.length ?? 0);
  for (const secret of secrets) verdict += CHARACTER * secret.length;
  let words = PIECE * (log.length + evidence.length);
  for (const { text } of log) words += CHARACTER * text.length;
  for (const one of evidence) words += evidenceWeight(one);
  return { verdict, samples: samplesWeight(result), words };
}

function samplesWeight({ samples }: Result): number {
  let weight = PIECE * samples.length;
  for (const { labels } of samples)
    for (const name in labels) weight += PIECE + CHARACTER * (labels[name]?.length ?? 0);
  return weight;
}

export interface Fitting {
  readonly result: Result;
  readonly bytes: number;
}

/**
 * As much of a result as there is room for: the verdict is the last to go, and a good one is not worth the room alone: of
 * ten thousand targets it would live just long enough to make the garbage collector work. Nothing if there is no room.
 */
export function fitting(result: Result, weight: Weight, mostBytes: number): Fitting | undefined {
  const { verdict, samples, words } = weight;
  const whole = verdict + samples + words;
  if (whole <= mostBytes) return { result, bytes: whole };
  const light = verdict + samples;
  if (light <= mostBytes) return { result: { ...result, log: [], evidence: [] }, bytes: light };
  if (verdict > mostBytes || result.outcome === 'success') return undefined;
  return { result: { ...result, log: [], evidence: [], samples: [] }, bytes: verdict };
}
