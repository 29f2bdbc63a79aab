import type { Scalar } from 'yaml';

/** What a scalar of the file means, or why it means nothing. */
export type Resolved = { readonly value: unknown } | { readonly fault: string };

/**
 * Reads a scalar as the YAML library of Go programs does, which is neither YAML 1.1 nor 1.2: `0310` is octal, `2_00` is 200,
 * and `yes` is text until somebody wants a boolean. Dates are text, since no key wants one.
 */
export function resolveScalar({ type, tag, source = '' }: Scalar): Resolved {
  if (!source.isWellFormed()) return { fault: 'half a character (\\ud800 to \\udfff) is no text' };
  const name = tag?.replace('tag:yaml.org,2002:', '!!');
  if (name === '!!binary') return bytesOf(source);
  if (name === undefined || name === '!') {
    return { value: type === 'PLAIN' ? readPlain(source).value : source };
  }
  if (!TYPED.has(name)) return { value: source };
  const { value, tag: found } = readPlain(source);
  if (found === name || (found === '!!int' && name === '!!float')) return { value };
  return {
    fault: `got ${JSON.stringify(source.slice(0, 100))}, and ${name} says that it is another type`,
  };
}

const TYPED: ReadonlySet<string> = new Set(['!!null', '!!bool', '!!int', '!!float']);

interface Plain {
  readonly tag: string;
  readonly value: null | boolean | number | string;
}

const NULL = /^(?:|~|null|Null|NULL)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const INFINITE = /^([+-]?)\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
const INT = /^([+-]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9]\d*)$/;
const FLOAT = /^[+-]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][+-]?\d+)?$/;

function readPlain(text: string): Plain {
  if (NULL.test(text)) return { tag: '!!null', value: null };
  if (TRUE.test(text)) return { tag: '!!bool', value: true };
  if (FALSE.test(text)) return { tag: '!!bool', value: false };
  const [infinite, sign] = INFINITE.exec(text) ?? [];
  if (infinite !== undefined)
    return { tag: '!!float', value: signed(sign, Number.POSITIVE_INFINITY) };
  if (NOT_A_NUMBER.test(text)) return { tag: '!!float', value: Number.NaN };
  return readNumber(text) ?? { tag: '!!str', value: text };
}

function readNumber(text: string): Plain | undefined {
  // Where a number may begin with a point, it may not hold underscores.
  const bare = /^[+\-\d]/.test(text) ? text.replaceAll('_', '') : text;
  const [whole, sign, digits = ''] = INT.exec(bare) ?? [];
  if (whole !== undefined) {
    const octal = /^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits;
    return { tag: '!!int', value: signed(sign, Number(octal)) };
  }
  return FLOAT.test(bare) ? { tag: '!!float', value: Number(bare) } : undefined;
}

function signed(sign: string | undefined, value: number): number {
  return sign === '-' ? -value : value;
}

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

function bytesOf(text: string): Resolved {
  const bare = text.replaceAll(/[\r\n]/g, '');
  if (!BASE64.test(bare)) return { fault: '!!binary: want base64' };
  return { value: new Uint8Array(Buffer.from(bare, 'base64')) };
}

/** What is no quoted text, as written. */
export function textOf({ type, source }: Scalar, value: unknown): string | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  return type === 'PLAIN' || typeof value !== 'string' ? source : undefined;
}
