import type { Summary } from '../../../account/summary.ts';

type Point = Summary['trail'][number];

/** `Up in 57 of the last 60 runs (95 %).` Runs that say nothing about the target do not count. */
export function uptimeWords(trail: readonly Point[]): string {
  const told = trail.filter(({ state }) => state === 'up' || state === 'down');
  const good = told.filter(({ state }) => state === 'up').length;
  if (told.length === 0) return 'No run is known that says whether it is up.';
  if (told.length === 1) return `${good === 1 ? 'Up' : 'Down'} in the one run that is known.`;
  const runs = `the last ${told.length} runs`;
  if (good === told.length) return `Up in all of ${runs}.`;
  return `Up in ${good} of ${runs} (${percent(good / told.length)} %).`;
}

/** Rounded down: what failed once was not always up. */
function percent(share: number): string {
  return String(Math.floor(share * 1000) / 10);
}
