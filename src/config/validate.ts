import { issueKeys, type NestedIssue, nestedIssues, problemsOf } from './issues.ts';
import { type Checked, type Path } from './problem.ts';
import { ask, type Schema } from './standard-schema.ts';
import { find, type Located, withChildren } from './tree.ts';

interface Source {
  /** What the file says; undefined if it says nothing, which reads as an empty mapping. */
  readonly located: Located | undefined;
  readonly path: Path;
}

/**
 * Puts a part of the file through a schema. Where the schema refuses a plain scalar since it wants text, the
 * scalar's source is that text (`1.10`, `yes`). As the decoder of Go programs does it, what is empty counts as left out,
 * a key or an item of a list, and a whole number loses its fraction.
 */
export async function check<Output>(
  schema: Schema<Output>,
  { located, path }: Source,
): Promise<Checked<Output>> {
  const amended = new Map<Located, unknown>();
  const isAbsent = located === undefined || isNothing(located);
  let left = located;
  for (let round = 0; ; round += 1) {
    const result = await ask(schema, isAbsent ? {} : valueOf(left ?? located, amended));
    if (result.issues === undefined) return { outcome: 'valid', value: result.value };
    const issues: readonly NestedIssue[] = result.issues;
    if (round < MAX_ROUNDS && amend(nestedIssues(issues), left, amended)) {
      if (left !== undefined && isAnItemAbsent(amended)) left = withoutAbsentItems(left, amended);
      continue;
    }
    return { outcome: 'invalid', problems: problemsOf(issues, { schema, located: left, path }) };
  }
}

function isAnItemAbsent(amended: Amended): boolean {
  return [...amended].some(([{ keyOffset }, value]) => value === ABSENT && keyOffset === undefined);
}

/** The items behind one that is absent move up, and with them the places that issues speak of. */
function withoutAbsentItems(place: Located, amended: Amended): Located {
  if (place.kind === 'scalar') return place;
  const moved = withChildren(place, (child) => withoutAbsentItems(child, amended));
  if (place.kind === 'mapping') return moved;
  const present = [...moved.children.values()].filter((child) => amended.get(child) !== ABSENT);
  return { ...moved, children: new Map(present.map((child, index) => [String(index), child])) };
}

/** True for `key:` with nothing behind it, or with `null`. */
export function isNothing({ kind, value }: Located): boolean {
  return kind === 'scalar' && value === null;
}

/** What the file says as plain values. */
function valueOf(located: Located, amended: Amended): unknown {
  const { kind, children } = located;
  if (kind === 'scalar') return amended.has(located) ? amended.get(located) : located.value;
  const present = [...children].filter(([, child]) => amended.get(child) !== ABSENT);
  if (kind === 'list') return present.map(([, child]) => valueOf(child, amended));
  return Object.fromEntries(present.map(([key, child]) => [key, valueOf(child, amended)]));
}

/** What scalars count as after all. */
type Amended = ReadonlyMap<Located, unknown>;

const ABSENT = Symbol('as if the key were not there');

// A schema that reports one thing at a time gets as many tries as a person would have patience for.
const MAX_ROUNDS = 100;

/** True if there was something to mend. */
function amend(
  issues: readonly NestedIssue[],
  located: Located | undefined,
  amended: Map<Located, unknown>,
): boolean {
  const before = amended.size;
  for (const issue of issues) {
    const place = find(located, issueKeys(issue));
    if (place === undefined || place === located || amended.has(place)) continue;
    const instead = insteadOf(place, issue);
    if (instead !== undefined) amended.set(place, instead);
  }
  return amended.size > before;
}

/** What the schema may like better; undefined if there is nothing. */
function insteadOf(place: Located, { expected, values = [] }: NestedIssue): unknown {
  const { value, text } = place;
  if (isNothing(place)) return ABSENT;
  if (expected === 'int' && typeof value === 'number') return Math.trunc(value);
  const wantsText = expected === 'string' || (text !== undefined && values.includes(text));
  return wantsText && typeof value !== 'string' ? text : undefined;
}
