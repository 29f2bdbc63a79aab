import type { Run } from '../../engine.ts';
import { stateAfter } from '../../state.ts';
import type { Look } from './look.ts';
import { tally } from './overview.ts';

/** What came of many runs in all: how many are up, and what keeps the others from it, the most frequent first. */
export function closing(runs: readonly Run[], seconds: number, { paint }: Look): string {
  const states = runs.map(({ result }) => ({ state: stateAfter(result) }));
  const first = `${runs.length} targets in ${seconds.toFixed(1)} s: ${tally(states)}`;
  const counts = new Map<string, number>();
  for (const { result } of runs) {
    if (result.outcome === 'success') continue;
    const why = `${result.reason}${result.phase === undefined ? '' : ` in ${result.phase}`}`;
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const whys = [...counts].sort(([, one], [, other]) => other - one);
  const most = Math.max(0, ...counts.values()).toString().length;
  const lines = whys.map(([why, count]) => `  ${String(count).padStart(most)} × ${why}`);
  return ['', paint.strong(first), ...lines].map((line) => `${line}\n`).join('');
}
