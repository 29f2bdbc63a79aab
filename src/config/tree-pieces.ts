import type { Path } from './problem.ts';
import { emptied, find, type Located } from './tree.ts';

/** Some of the values in a list or a mapping. One that is large has none of its own: they come in pieces of theirs. */
export interface Piece {
  readonly path: Path;
  readonly children: readonly (readonly [string, Located])[];
}

// A thread takes about a millisecond to receive so many values.
const VALUES = 200;

/** What a tree holds below its root, the outer before the inner. */
export function piecesOf(root: Located): Generator<Piece, void, undefined> {
  const sizes = new Map<Located, number>();
  measure(root, sizes);
  return cut(root, [], sizes);
}

function measure(place: Located, sizes: Map<Located, number>): number {
  let size = 1;
  for (const child of place.children.values()) size += measure(child, sizes);
  sizes.set(place, size);
  return size;
}

function* cut(
  place: Located,
  path: Path,
  sizes: ReadonlyMap<Located, number>,
): Generator<Piece, void, undefined> {
  const large: [string, Located][] = [];
  let children: [string, Located][] = [];
  let room = VALUES;
  for (const [key, child] of place.children) {
    const size = sizes.get(child) ?? 1;
    const isLarge = size > VALUES;
    if (isLarge) large.push([key, child]);
    children.push([key, isLarge ? emptied(child) : child]);
    room -= isLarge ? 1 : size;
    if (room > 0) continue;
    yield { path, children };
    children = [];
    room = VALUES;
  }
  if (children.length > 0) yield { path, children };
  for (const [key, child] of large) yield* cut(child, [...path, key], sizes);
}

/** Puts a piece where it belongs. */
export function addPiece(root: Located, { path, children }: Piece): void {
  const there = find(root, path)?.children;
  if (!(there instanceof Map)) throw new Error('BUG: a piece of a tree came before its place');
  for (const [key, child] of children) there.set(key, child);
}
