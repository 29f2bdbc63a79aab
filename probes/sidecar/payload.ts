import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';

export type Json = null | boolean | number | Numeral | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

const SOURCE: unique symbol = Symbol('source');

/** A number with more digits than a double holds, as it was written: 1604512662448578123 keeps its nanoseconds. */
interface Numeral {
  readonly [SOURCE]: string;
}

// Up to 15 digits a double gives back what was written. A reviver is ten times slower than parsing without one.
const LONG_NUMBER = /\d[\d.]{15}/;

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
// The compiler's library does not know a reviver's third argument yet.
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Json;

/** The bytes of one JSON value, nested no deeper than the scanner allows. */
export function parsePayload(bytes: Uint8Array): Json {
  const text = decode(bytes);
  try {
    return LONG_NUMBER.test(text)
      ? parseWithSource(text, keepLongNumber)
      : (JSON.parse(text) as Json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw failure('payload', `not JSON: ${printable(error.message.slice(0, 200))}`);
  }
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !isList(json) && !isNumeral(json);
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function numberOf(json: Json | undefined): number | undefined {
  if (typeof json === 'number') return json;
  return isNumeral(json) ? Number(json[SOURCE]) : undefined;
}

/** A scalar as it was written, or as JavaScript prints it if that loses no digit. */
export function textOf(json: Json | undefined): string | undefined {
  if (isNumeral(json)) return json[SOURCE];
  return json === null || json === undefined || typeof json === 'object' ? undefined : String(json);
}

/** For messages: what came, short and printable. */
export function described(json: Json | undefined): string {
  if (json === undefined) return 'missing';
  if (isList(json)) return 'a list';
  if (isObject(json)) return 'an object';
  return typeof json === 'string' ? shown(json) : (textOf(json) ?? 'null').slice(0, 200);
}

function isNumeral(json: Json | undefined): json is Numeral {
  return typeof json === 'object' && json !== null && SOURCE in json;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw failure('payload', 'the payload is not UTF-8', { cause });
  }
}

/** The parser quotes what it stumbled over as it came. */
function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

function keepLongNumber(_key: string, value: unknown, { source }: { readonly source?: string }) {
  if (typeof value !== 'number' || source === undefined || !LONG_NUMBER.test(source)) return value;
  return { [SOURCE]: source };
}
