import { failure } from '../../src/probe.ts';
import { described, isList, isObject, type Json } from './payload.ts';

/** Where a value lies: `a.b[0]["odd key"]`, `$.a` from the root, `$value` and `$key` of the element of an `each`. */
export interface Path {
  /** As it was written. */
  readonly text: string;
  readonly from: 'here' | 'root' | 'key';
  readonly steps: readonly (string | number)[];
  /** The text, so that a config prints as it was written. */
  toJSON(this: void): string;
}

/** Where paths start. Without `each`, `here` is the root and there is no key. */
export interface Scope {
  readonly root: Json;
  readonly here: Json;
  readonly key: string | undefined;
}

const START = /^\$(?<word>\w*)(?=[.[]|$)/;
const STEP =
  /(?:^|(?<!^)\.)(?<name>[^\s.[\]"'$]+)|\[(?<index>\d{1,9})\]|\[(?<double>"(?:[^"\\]|\\.)*")\]|\['(?<single>[^']*)'\]/y;

/** Throws an Error that says what is wrong with the text. */
export function parsePath(text: string): Path {
  const { word } = START.exec(text)?.groups ?? {};
  const toJSON = (): string => text;
  if (word === undefined) return { text, from: 'here', steps: parseSteps(text, 0), toJSON };
  const end = word.length + 1;
  if (word === 'key' && end === text.length) return { text, from: 'key', steps: [], toJSON };
  if (word !== '' && word !== 'value') {
    throw new Error(`got "${text}": after the $ comes nothing, "value", or "key" alone`);
  }
  return { text, from: word === '' ? 'root' : 'here', steps: parseSteps(text, end), toJSON };
}

/** Undefined if it is not there, or if anything on the way to it is null. Verdicts begin with `where`. */
export function follow(path: Path, { root, here, key }: Scope, where: string): Json | undefined {
  if (path.from === 'key') return key;
  let json: Json | undefined = path.from === 'root' ? root : here;
  for (const step of path.steps) {
    if (json === undefined || json === null) return undefined;
    json = take(json, step, where);
  }
  return json;
}

function parseSteps(text: string, start: number): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at = start; at < text.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const groups = STEP.exec(text)?.groups;
    if (groups === undefined) throw new Error(complaint(text, at));
    steps.push(stepOf(groups, text));
  }
  if (steps.length === 0 && start === 0) throw new Error('got an empty path');
  return steps;
}

function complaint(text: string, at: number): string {
  return `got "${text}", which is no path from character ${at + 1} on: want a.b, a[0] or a["odd key"]`;
}

function stepOf(groups: Readonly<Record<string, string | undefined>>, text: string) {
  const { name, index, double, single } = groups;
  if (index !== undefined) return Number(index);
  return double === undefined ? (name ?? single ?? '') : unquote(double, text);
}

function unquote(quoted: string, text: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch (cause) {
    throw new Error(`got "${text}", where ${quoted} is no JSON string`, { cause });
  }
}

// Own properties only: a payload's path must never reach a prototype, nor a list's length.
function take(json: Json, step: string | number, where: string): Json | undefined {
  if (typeof step === 'number') {
    if (isList(json)) return json[step];
    throw failure('payload', `${where} meets ${described(json)} where [${step}] wants a list`);
  }
  if (isObject(json)) return Object.hasOwn(json, step) ? json[step] : undefined;
  const name = JSON.stringify(step);
  throw failure('payload', `${where} meets ${described(json)} where ${name} wants an object`);
}
