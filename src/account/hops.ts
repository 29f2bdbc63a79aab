import type { RunAccount } from './story.ts';

type Span = RunAccount['spans'][number];

/** A redirect leads through most phases again. */
export function hopsOf(spans: readonly Span[]): readonly (readonly Span[])[] {
  const hops: Span[][] = [];
  for (const span of spans) {
    const hop = hops.at(-1);
    if (hop === undefined || goesBack(span.phase, hop)) hops.push([span]);
    else hop.push(span);
  }
  return hops;
}

/** By one phase is no new start: a dialogue goes on after the TLS in the middle of it. */
function goesBack(phase: string, hop: readonly Span[]): boolean {
  const phases = [...new Set(hop.map((span) => span.phase))];
  const at = phases.indexOf(phase);
  return at !== -1 && phases.length - at > 2;
}
