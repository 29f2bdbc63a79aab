import type { Sight } from '../../account/summarize.ts';
import { eachInSlices } from '../../slices.ts';
import { fits } from '../filter.ts';
import type { Listed } from '../services.ts';
import type { Query, State } from './query.ts';

export interface Chosen {
  /** Of all that fit, whatever their state. */
  readonly counts: Readonly<Record<State, number>>;
  /** By name, no more than the limit. */
  readonly targets: readonly Listed[];
  /** What to ask for the following ones `after`; nothing if there are no more. */
  readonly next: string | undefined;
}

/** However many there are, nothing else has to wait for it. */
export async function choose(
  targets: readonly Listed[],
  sights: ReadonlyMap<string, Sight>,
  { filter, states, limit, after }: Query,
): Promise<Chosen> {
  const counts = { up: 0, down: 0, unknown: 0, skipped: 0, stale: 0 };
  const first = keepFirst(limit + 1);
  await eachInSlices(targets, (target) => {
    const { listed } = target;
    if (!fits(listed, filter)) return;
    const state = sights.get(listed.name)?.state ?? 'unknown';
    counts[state] += 1;
    if (states.length > 0 && !states.includes(state)) return;
    if (after === undefined || listed.name > after) first.add(target);
  });
  const found = first.all();
  const page = found.slice(0, limit);
  return {
    counts,
    targets: page,
    next: found.length > limit ? page.at(-1)?.listed.name : undefined,
  };
}

/** The first so many by name, without ever sorting more than twice as many. */
function keepFirst(most: number) {
  let kept: Listed[] = [];
  const all = (): Listed[] => kept.toSorted(byName).slice(0, most);
  return {
    all,
    add(target: Listed): void {
      kept.push(target);
      if (kept.length >= 2 * most) kept = all();
    },
  };
}

/** By the numbers of their characters, as `after` compares them. */
function byName(a: Listed, b: Listed): number {
  return a.listed.name < b.listed.name ? -1 : 1;
}
