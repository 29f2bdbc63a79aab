import type { StandardSchemaV1 } from '@standard-schema/spec';
import { knownKeys } from './known-keys.ts';
import { type Path, type Problem } from './problem.ts';
import { isSecretPath } from './secret-keys.ts';
import type { Schema } from './standard-schema.ts';
import { didYouMean, listed } from './suggest.ts';
import { find, type Located } from './tree.ts';

/** Standard Schema promises a message and a path; zod says more, which makes better messages. */
export interface NestedIssue extends StandardSchemaV1.Issue {
  readonly code?: unknown;
  readonly expected?: unknown;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly NestedIssue[])[];
  readonly issues?: readonly NestedIssue[];
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly origin?: string;
}

interface Checked {
  readonly schema: Schema;
  readonly located: Located | undefined;
  readonly path: Path;
}

/** All issues, those of every branch of a union too, with paths from the same start. */
export function nestedIssues(issues: readonly NestedIssue[]): readonly NestedIssue[] {
  return issues.flatMap((issue) => [
    issue,
    ...nestedIssues((issue.errors ?? []).flat().map(below(issue))),
  ]);
}

export function issueKeys({ path = [] }: StandardSchemaV1.Issue): Path {
  return path.map((part) => String(typeof part === 'object' ? part.key : part));
}

export function problemsOf(
  issues: readonly StandardSchemaV1.Issue[],
  checked: Checked,
): readonly Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, checked));
}

function problemsOfIssue(issue: NestedIssue, checked: Checked): readonly Problem[] {
  const keys = issueKeys(issue);
  const path = [...checked.path, ...keys];
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => unknownKey(key, keys, checked));
  }
  const branch = tellingBranch(issue);
  if (branch !== undefined) return problemsOf(branch.map(below(issue)), checked);
  const place = find(checked.located, keys);
  if (issue.code === 'invalid_key') {
    const [inner = issue] = issue.issues ?? [];
    return [{ path, message: inner.message, about: 'key' }];
  }
  return [{ path, message: messageOf(issue, place, path) }];
}

function unknownKey(key: string, keys: Path, { schema, path }: Checked): Problem {
  const known = knownKeys(schema, keys);
  const list = known.length === 0 ? '' : `; known here: ${listed(known)}`;
  const message = `unknown key${didYouMean(key, known)}${list}`;
  return { path: [...path, ...keys, key], message, about: 'key' };
}

/** Of a union, the branch that was meant: the one that got furthest into the value. */
function tellingBranch({ errors = [] }: NestedIssue): readonly NestedIssue[] | undefined {
  const depth = (branch: readonly NestedIssue[]): number =>
    Math.max(0, ...branch.map((issue) => (issue.path?.length ?? 0) + (issue.keys ? 1 : 0)));
  return errors.toSorted((a, b) => depth(b) - depth(a)).find((branch) => depth(branch) > 0);
}

function below(issue: NestedIssue): (inner: NestedIssue) => NestedIssue {
  return (inner) => ({ ...inner, path: [...(issue.path ?? []), ...(inner.path ?? [])] });
}

// What zod says when the author of the schema said nothing.
const DEFAULT_MESSAGE = /^(Invalid|Too (small|big)|Unrecognized key)/;

function messageOf(issue: NestedIssue, place: Located | undefined, path: Path): string {
  const want = wanted(issue);
  if (!DEFAULT_MESSAGE.test(issue.message) || want === undefined) return issue.message;
  if (place === undefined) return `missing, want ${want}`;
  const hint =
    typeof place.value === 'string' && issue.values !== undefined
      ? didYouMean(place.value, issue.values.map(String))
      : '';
  return isSecretPath(path) ? `want ${want}` : `got ${described(place)}, want ${want}${hint}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function wanted(issue: NestedIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_NAMES[String(issue.expected)] ?? String(issue.expected);
    case 'invalid_value': {
      const values = (issue.values ?? []).map(String);
      return values.length === 1 ? listed(values) : `one of ${listed(values)}`;
    }
    case 'invalid_union': {
      const branches = (issue.errors ?? []).map(([first]) => first && wanted(first));
      const known = branches.filter((branch) => branch !== undefined);
      return known.length === 0 ? undefined : [...new Set(known)].join(' or ');
    }
    case 'too_small':
      return bound(issue, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return bound(issue, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    default:
      return undefined;
  }
}

function bound({ origin }: NestedIssue, limit: unknown, words: string): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
  return `${words} ${String(limit)}${unit}`;
}

function described({ kind, value, text, children }: Located): string {
  if (kind !== 'scalar') return `a ${kind} of ${children.size}`;
  if (value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 100));
  return (text ?? 'binary bytes').slice(0, 100);
}
