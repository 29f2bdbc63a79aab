import { z } from 'zod';
import type { Path } from './problem.ts';
import { jsonSchemaOf, type Schema } from './standard-schema.ts';

/** The keys that a schema knows at a path, as far as it can say so in JSON Schema. */
export function knownKeys(schema: Schema, path: Path): readonly string[] {
  const top = describedBy(jsonSchemaOf(schema));
  let places = branchesOf(top, top);
  for (const key of path) {
    places = places.flatMap((place) => branchesOf(stepInto(place, key), top));
  }
  const keys = places.flatMap(({ properties }) => Object.keys(properties ?? {}));
  return [...new Set(keys)].sort();
}

const branch = z.unknown();
const jsonSchema = z.object({
  $ref: z.string().optional(),
  $defs: z.record(z.string(), branch).optional(),
  properties: z.record(z.string(), branch).optional(),
  additionalProperties: branch.optional(),
  items: branch.optional(),
  anyOf: z.array(branch).default([]),
  oneOf: z.array(branch).default([]),
  allOf: z.array(branch).default([]),
});
type JsonSchema = z.output<typeof jsonSchema>;

const NOTHING_KNOWN = jsonSchema.parse({});
// A schema may refer to itself.
const MAX_DEPTH = 8;

function describedBy(value: unknown): JsonSchema {
  return jsonSchema.safeParse(value).data ?? NOTHING_KNOWN;
}

function branchesOf(place: unknown, top: JsonSchema, depth = 0): readonly JsonSchema[] {
  if (depth > MAX_DEPTH) return [];
  const described = describedBy(place);
  const name = /^#\/\$defs\/(.+)$/.exec(described.$ref ?? '')?.[1];
  const referred = name === undefined ? [] : [top.$defs?.[name]];
  const { anyOf, oneOf, allOf } = described;
  const inner = [...anyOf, ...oneOf, ...allOf, ...referred];
  return [described, ...inner.flatMap((each) => branchesOf(each, top, depth + 1))];
}

function stepInto(
  { properties = {}, items, additionalProperties }: JsonSchema,
  key: string,
): unknown {
  if (Object.hasOwn(properties, key)) return properties[key];
  return /^\d+$/.test(key) && items !== undefined ? items : additionalProperties;
}
