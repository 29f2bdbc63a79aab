import type { Sight } from '../../../account/summarize.ts';
import { eachInSlices } from '../../../slices.ts';
import type { Listed } from '../../services.ts';
import { type Sort, STATES } from './query.ts';
import type { Tally } from './tally.ts';

/** A target with what is seen of it at this moment. */
export interface Entry {
  readonly target: Listed;
  /** Nothing, if its worker did not answer. */
  readonly sight: Sight | undefined;
  readonly group: string;
}

export interface Order {
  readonly sort: Sort;
  /** How the targets of each group are. */
  readonly groups: ReadonlyMap<string, Tally>;
  /** Nobody wants more than so many. */
  readonly first: number;
}

/**
 * By group, and within each as asked for; what is alike stays in the order of the config. Where the failing come first, so
 * do the groups that have some.
 */
export async function order(
  entries: readonly Entry[],
  { sort, groups, first }: Order,
): Promise<readonly Entry[]> {
  const places = placesOf(groups, sort);
  const keyOf = KEYS[sort];
  const keyed: Keyed[] = [];
  let place = 0;
  await eachInSlices(entries, (entry) => {
    const group = places.get(entry.group) ?? 0;
    keyed.push({ entry, group, key: keyOf(entry), place });
    place += 1;
    if (first > FEW || keyed.length < first + PIECE) return;
    keyed.sort(compare);
    keyed.length = first;
  });
  const sorted = await sortInSlices(keyed);
  return sorted.slice(0, first).map(({ entry }) => entry);
}

// So many are sorted in well under a millisecond.
const PIECE = 500;
// The first pages are wanted most, and can be had without sorting all.
const FEW = 1000;

interface Keyed {
  readonly entry: Entry;
  /** Which group in their order it is. */
  readonly group: number;
  readonly key: number | string;
  readonly place: number;
}

function placesOf(groups: ReadonlyMap<string, Tally>, sort: Sort): ReadonlyMap<string, number> {
  const rank = (group: string): number =>
    sort === 'state' && (groups.get(group)?.of.down ?? 0) > 0 ? 0 : 1;
  const sorted = [...groups.keys()].sort((a, b) => rank(a) - rank(b) || byName(a, b));
  return new Map(sorted.map((group, place) => [group, place]));
}

/** Those without the label come last. */
function byName(a: string, b: string): number {
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}

/** What comes first has the smallest. */
const KEYS: Readonly<Record<Sort, (entry: Entry) => number | string>> = {
  state: ({ sight }) => STATES.indexOf(sight?.state ?? 'unknown'),
  name: ({ target }) => target.listed.name,
  // The slowest first.
  latency: ({ sight }) => -(sight?.seconds ?? -1),
  certificate: ({ sight }) => sight?.certificateExpiresAtMs ?? Number.POSITIVE_INFINITY,
  // What changed last first.
  since: ({ sight }) => -(sight?.sinceMs ?? 0),
};

async function sortInSlices(items: readonly Keyed[]): Promise<readonly Keyed[]> {
  const starts = Array.from({ length: Math.ceil(items.length / PIECE) }, (_, at) => at * PIECE);
  let pieces: (readonly Keyed[])[] = [];
  await eachInSlices(starts, (at) => {
    pieces.push(items.slice(at, at + PIECE).sort(compare));
  });
  while (pieces.length > 1) {
    const merged: (readonly Keyed[])[] = [];
    await eachInSlices(merging(pieces, merged), () => {});
    pieces = merged;
  }
  return pieces[0] ?? [];
}

/** Each two become one, item by item. */
function* merging(
  pieces: readonly (readonly Keyed[])[],
  merged: (readonly Keyed[])[],
): Generator<undefined, void> {
  for (let at = 0; at < pieces.length; at += 2) {
    const out: Keyed[] = [];
    merged.push(out);
    for (const item of inTurn(pieces[at] ?? [], pieces[at + 1] ?? [])) {
      out.push(item);
      yield;
    }
  }
}

function* inTurn(left: readonly Keyed[], right: readonly Keyed[]): Generator<Keyed, void> {
  let at = 0;
  for (const item of left) {
    for (
      let other = right[at];
      other !== undefined && compare(other, item) < 0;
      other = right[at]
    ) {
      yield other;
      at += 1;
    }
    yield item;
  }
  yield* right.slice(at);
}

function compare(a: Keyed, b: Keyed): number {
  if (a.group !== b.group) return a.group - b.group;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.place - b.place;
}
