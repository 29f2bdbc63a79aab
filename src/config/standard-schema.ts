import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';

/** As much of a Standard Schema as is asked of one, whatever its input. */
export interface Schema<Output = unknown> {
  readonly '~standard': {
    validate(value: unknown): Result<Output> | Promise<Result<Output>>;
  };
}

type Result<Output> = StandardSchemaV1.Result<Output>;

/** What a schema says to a value. It may be a stranger's: it may throw, and it may answer with anything. */
export async function ask<Output>(schema: Schema<Output>, value: unknown): Promise<Result<Output>> {
  try {
    const result = await schema['~standard'].validate(value);
    return isResult(result) ? result : refusal('its schema answers with neither value nor issues');
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.slice(0, 200) : typeof thrown;
    return refusal(`its schema threw: ${why}`);
  }
}

/** What a schema takes, in JSON Schema, if it can say so. */
export function jsonSchemaOf(schema: Schema): object | undefined {
  const standard: object = schema['~standard'];
  if (!('jsonSchema' in standard) || !isConverter(standard.jsonSchema)) return undefined;
  try {
    const libraryOptions = { unrepresentable: 'any' };
    return standard.jsonSchema.input({ target: 'draft-2020-12', libraryOptions });
  } catch {
    // Not every schema can be said in JSON Schema.
    return undefined;
  }
}

function refusal(message: string): StandardSchemaV1.FailureResult {
  return { issues: [{ message }] };
}

function isResult(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  if (!('issues' in result) || result.issues === undefined) return 'value' in result;
  return Array.isArray(result.issues) && result.issues.every(isIssue);
}

function isIssue(issue: unknown): boolean {
  return typeof issue === 'object' && issue !== null && 'message' in issue;
}

function isConverter(candidate: unknown): candidate is StandardJSONSchemaV1.Converter {
  return typeof candidate === 'object' && candidate !== null && 'input' in candidate;
}
