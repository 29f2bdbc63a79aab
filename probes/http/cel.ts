import { z } from 'zod';
import { yamlText } from '../../src/net/schema.ts';
import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';
import type { Evaluate } from './cel/compile.ts';

/** A rule on a JSON body, in the Common Expression Language. */
export interface CelRule {
  readonly source: string;
  readonly evaluate: Evaluate;
  /** The source, so that a config prints as it was written. */
  toJSON(this: void): string;
}

/** Loaded only when there is a rule: the library takes a tenth of a second. */
export const celRule = yamlText.transform(async (source, context): Promise<CelRule> => {
  const { compile } = await import('./cel/compile.ts');
  try {
    const evaluate = compile(source);
    return Object.freeze({ source, evaluate, toJSON: () => source });
  } catch (error) {
    const message = `${JSON.stringify(source)} is not a CEL expression over body: ${messageOf(error)}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});

interface CelRules {
  readonly fail_if_body_json_matches_cel?: CelRule | undefined;
  readonly fail_if_body_json_not_matches_cel?: CelRule | undefined;
}

export function hasJsonRules(rules: CelRules): boolean {
  const { fail_if_body_json_matches_cel: unwanted, fail_if_body_json_not_matches_cel: wanted } =
    rules;
  return unwanted !== undefined || wanted !== undefined;
}

/** The verdict against a body, or nothing. */
export function judgeJson(bytes: Buffer, rules: CelRules): Error | undefined {
  const { fail_if_body_json_matches_cel: unwanted, fail_if_body_json_not_matches_cel: wanted } =
    rules;
  try {
    const body = readJson(bytes);
    if (unwanted !== undefined && isTrue(unwanted, body))
      return failure('content', `the body matches ${shown(unwanted.source)}`);
    if (wanted !== undefined && !isTrue(wanted, body))
      return failure('content', `the body does not match ${shown(wanted.source)}`);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type Body = Parameters<Evaluate>[0];

// To read more than this would hold up everything else.
const MAX_BYTES = 2 * 1024 * 1024;

function readJson(bytes: Buffer): Body {
  if (bytes.length > MAX_BYTES)
    throw failure('content', `got ${bytes.length} bytes of JSON, want no more than ${MAX_BYTES}`);
  try {
    return withMaps(JSON.parse(bytes.toString()));
  } catch (error) {
    const begin = bytes.length === 0 ? 'is empty' : `begins with ${shown(bytes)}`;
    throw failure('payload', `the body ${begin}, want one value in JSON`, { cause: error });
  }
}

/** As maps, since an object with a key `constructor` passes for something else. */
function withMaps(value: unknown): Body {
  if (Array.isArray(value)) return value.map(withMaps);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, inner]) => [key, withMaps(inner)]));
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    throw new Error('a number is too large');
  return value as Body;
}

function isTrue({ source, evaluate }: CelRule, body: Body): boolean {
  let value: unknown;
  try {
    value = evaluate(body);
  } catch (error) {
    throw failure('content', `${shown(source)} cannot be evaluated: ${shown(messageOf(error))}`, {
      cause: error,
    });
  }
  if (typeof value === 'boolean') return value;
  throw failure('content', `${shown(source)} gives neither true nor false`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
