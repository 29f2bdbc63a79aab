import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  visit,
} from 'yaml';
import { isEmptyKey, isMergeKey, keyText } from './key.ts';
import type { Path, Problem } from './problem.ts';
import { resolveScalar, textOf } from './scalar.ts';

/** One value of the file, and where it stands. Nothing but data, so that another thread can grow it. */
export interface Located {
  /** A list or a mapping is in `children` alone. */
  readonly kind: 'scalar' | 'list' | 'mapping';
  /** What a scalar means; bytes for `!!binary`. */
  readonly value: unknown;
  /** What is no quoted text, as written, since `1.10` is a number for YAML and may be meant as text. */
  readonly text: string | undefined;
  readonly offset: number;
  readonly keyOffset: number | undefined;
  readonly scalar: ScalarAsWritten | undefined;
  /** By key, or by place in a list. */
  readonly children: ReadonlyMap<string, Located>;
}

/** What it takes to write a scalar again as it was. */
export interface ScalarAsWritten {
  /** Where it stands, and by what it is known: behind an alias it is the one that the alias refers to. */
  readonly offset: number;
  /** As YAML 1.2 has it. */
  readonly value: unknown;
  readonly source: string | undefined;
  readonly format: string | undefined;
  readonly minFractionDigits: number | undefined;
}

// An alias may stand for thousands of values, and each of those may be an alias again.
const MAX_VALUES = 1_000_000;
const NO_CHILDREN: ReadonlyMap<string, Located> = new Map();

/** Expands aliases and merge keys, so that each value has exactly one path. */
export function growTree(document: Document): {
  readonly root: Located;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
} {
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const anchored = resolveAliases(document);
  const growing = new Set<Node>();
  let values = 0;

  function grow(node: unknown, path: Path, place: Place): Located {
    values += 1;
    if (isAlias(node)) return growAlias(node, path, place);
    if (values > MAX_VALUES) return leaf(null, place);
    if (isScalar(node)) return growScalar(node, path, place);
    if (!isMap(node) && !isSeq(node)) return leaf(null, place);
    growing.add(node);
    const children = isMap(node) ? growMap(node.items, path) : growList(node.items, path);
    growing.delete(node);
    const kind = isMap(node) ? 'mapping' : 'list';
    return { ...leaf(undefined, place), kind, children };
  }

  function growAlias(alias: Node, path: Path, place: Place): Located {
    const node = anchored.get(alias);
    if (node !== undefined && !growing.has(node)) return grow(node, path, place);
    const why = node === undefined ? 'no anchor of this name comes before' : 'refers to itself';
    problems.push({ path, message: `alias: ${why}`, offset: place.offset });
    return leaf(null, place);
  }

  function growScalar(scalar: Scalar, path: Path, place: Place): Located {
    const resolved = resolveScalar(scalar);
    if ('fault' in resolved) {
      problems.push({ path, message: resolved.fault, offset: place.offset });
      return leaf(null, place);
    }
    const { value } = resolved;
    return { ...leaf(value, place), text: textOf(scalar, value), scalar: asWritten(scalar) };
  }

  function growList(items: readonly unknown[], path: Path): ReadonlyMap<string, Located> {
    return new Map(
      items.map((item, index) => {
        const key = String(index);
        return [key, grow(item, [...path, key], { offset: startOf(item) ?? 0 })];
      }),
    );
  }

  function growMap(pairs: readonly Entry[], path: Path): ReadonlyMap<string, Located> {
    const children = new Map<string, Located>();
    const merged: Located[] = [];
    const seen = new Set<string>();
    for (const { key: keyNode, value } of pairs) {
      const keyOffset = startOf(keyNode) ?? 0;
      const place = { offset: startOf(value) ?? keyOffset, keyOffset };
      const key = keyText(isAlias(keyNode) ? anchored.get(keyNode) : keyNode);
      if (key === undefined || key === '__proto__') {
        problems.push({ path, message: 'a key must be text', offset: keyOffset });
      } else if (seen.has(key)) {
        problems.push({
          path: [...path, key],
          message: 'the key is there twice',
          offset: keyOffset,
        });
      } else if (isMergeKey(keyNode)) {
        merged.push(...mergeable(grow(value, path, place), path));
      } else if (isEmptyKey(keyNode)) {
        const message = 'the key is empty, so what it says is skipped';
        warnings.push({ path, message, offset: keyOffset });
      } else {
        children.set(key, grow(value, [...path, key], place));
      }
      if (key !== undefined) seen.add(key);
    }
    // What a mapping says itself wins over what it merges in, and the first merged wins over the next.
    for (const { children: more } of merged) {
      for (const [key, child] of more) if (!children.has(key)) children.set(key, child);
    }
    return children;
  }

  function mergeable(value: Located, path: Path): readonly Located[] {
    const sources = value.kind === 'list' ? [...value.children.values()] : [value];
    if (sources.every(({ kind }) => kind === 'mapping')) return sources;
    problems.push({ path, message: '<<: want a mapping or a list of them', offset: value.offset });
    return [];
  }

  const root = grow(document.contents, [], { offset: startOf(document.contents) ?? 0 });
  if (values > MAX_VALUES) {
    problems.push({ path: [], message: `more than ${MAX_VALUES} values, aliases expanded` });
  }
  return { root, problems: [...illNamed(document), ...problems], warnings };
}

interface Place {
  readonly offset: number;
  readonly keyOffset?: number;
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

/** An anchor may be set again, so what an alias means depends on what came before it. */
function resolveAliases(document: Document): ReadonlyMap<Node, Node> {
  const byName = new Map<string, Node>();
  const anchored = new Map<Node, Node>();
  visit(document, {
    Alias(_key, alias) {
      const node = byName.get(alias.source);
      if (node !== undefined) anchored.set(alias, node);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) byName.set(node.anchor, node);
    },
  });
  return anchored;
}

// The YAML library of Go programs knows no other names.
const ANCHOR = /^[\w-]+$/;

function illNamed(document: Document): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Value(_key, node) {
      if (node.anchor === undefined || ANCHOR.test(node.anchor)) return;
      const message = `anchor: got the name ${JSON.stringify(node.anchor)}, want letters, digits, - and _`;
      problems.push({ path: [], message, offset: startOf(node) ?? 0 });
    },
  });
  return problems;
}

function leaf(value: unknown, { offset, keyOffset }: Place): Located {
  const nothing = { text: undefined, scalar: undefined, children: NO_CHILDREN };
  return { kind: 'scalar', value, offset, keyOffset, ...nothing };
}

function asWritten(scalar: Scalar): ScalarAsWritten {
  const { value, source, format, minFractionDigits } = scalar;
  return { offset: startOf(scalar) ?? 0, value, source, format, minFractionDigits };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** The same place with nothing in it. */
export function emptied(place: Located): Located {
  return { ...place, children: new Map() };
}

/** The same place, each of its values changed. */
export function withChildren(place: Located, change: (child: Located) => Located): Located {
  const changed = [...place.children].map(([key, child]) => [key, change(child)] as const);
  return { ...place, children: new Map(changed) };
}

/** The value at a path below a place in the file; undefined if the file does not say it. */
export function find(from: Located | undefined, path: Path): Located | undefined {
  let found = from;
  for (const key of path) found = found?.children.get(key);
  return found;
}
