import { failure, type Instant, type Labels } from '../../src/probe.ts';
import type { Counter } from './counter.ts';
import { follow, type Path, type Scope } from './path.ts';
import { described, isList, isObject, type Json, numberOf, textOf } from './payload.ts';
import { readStart } from './start.ts';

/** One series as the payload has it. */
export interface Count {
  readonly metric: string;
  readonly value: number;
  readonly labels: Labels;
  readonly createdAt: Instant | undefined;
}

interface Place extends Scope {
  /** For messages: `queues[3]`, empty at the root. */
  readonly name: string;
}

interface Within {
  readonly metric: string;
  readonly place: Place;
}

interface Clock {
  readonly zone: string;
  readonly nowMs: number;
}

const MAX_ELEMENTS = 1000;
// Below what the engine takes from one run, which it would call a bug.
const MAX_COUNTS = 5000;
const MAX_LABEL_LENGTH = 1024;

/** All series of a payload, or the verdict `payload`: half of a payload would be taken for all of it. */
export function readCounts(
  payload: Json,
  counters: readonly Counter[],
  clock: Clock,
): readonly Count[] {
  const counts = new Map<string, { readonly count: Count; readonly place: string }>();
  for (const counter of counters) {
    for (const place of placesOf(payload, counter)) {
      const count = counter.isOptional
        ? readIfThere(counter, place, clock)
        : readCount(counter, place, clock);
      if (count === undefined) continue;
      const key = seriesKey(count);
      const twin = counts.get(key);
      if (twin !== undefined) throw twins(count, twin.place, place.name);
      counts.set(key, { count, place: place.name });
      if (counts.size > MAX_COUNTS) throw failure('payload', `got more than ${MAX_COUNTS} series`);
    }
  }
  return Array.from(counts.values(), ({ count }) => count);
}

function placesOf(root: Json, { name, each }: Counter): readonly Place[] {
  const place = { root, here: root, key: undefined, name: '' };
  if (each === undefined) return [place];
  const where = naming(name, each, place);
  const elements = follow(each, place, where);
  if (!isList(elements) && !isObject(elements))
    throw failure('payload', `${where} is ${described(elements)}, want a list or an object`);
  const entries = Object.entries(elements);
  if (entries.length > MAX_ELEMENTS) {
    const got = `${entries.length} elements`;
    throw failure('payload', `${where} has ${got}, want ${MAX_ELEMENTS} or fewer`);
  }
  return entries.map(([key, here]) => {
    const step = isList(elements) ? key : JSON.stringify(key.slice(0, 100));
    return { root, here, key, name: `${each.text}[${step}]` };
  });
}

function readCount(counter: Counter, place: Place, clock: Clock): Count {
  const { name: metric, labels, labels_from: from } = counter;
  const value = readValue(counter, place);
  const more = Object.entries(from).map(([label, path]) => {
    return [label, readLabel(label, path, { metric, place })];
  });
  const createdAt = readCreated(counter, place, clock);
  return { metric, value, labels: { ...labels, ...Object.fromEntries(more) }, createdAt };
}

function readIfThere(counter: Counter, place: Place, clock: Clock): Count | undefined {
  try {
    return readCount(counter, place, clock);
  } catch {
    // Nobody asked for it, so a payload that has something else there is none the worse.
    return undefined;
  }
}

function readValue({ name, value: path }: Counter, place: Place): number {
  const where = naming(name, path, place);
  const json = follow(path, place, where);
  const value = numberOf(json);
  if (value !== undefined && Number.isFinite(value) && value >= 0) return value;
  throw failure('payload', `${where} is ${described(json)}, want a finite number from 0 up`);
}

function readLabel(label: string, path: Path, { metric, place }: Within): string {
  const where = naming(metric, path, place);
  const json = follow(path, place, where);
  const text = textOf(json);
  if (text !== undefined && text.length <= MAX_LABEL_LENGTH && text.isWellFormed()) return text;
  const want = `want text of at most ${MAX_LABEL_LENGTH} characters, a number, true or false`;
  throw failure('payload', `${where} is ${described(json)}, ${want} for the label "${label}"`);
}

function readCreated({ name, created: path }: Counter, place: Place, clock: Clock) {
  if (path === undefined) return undefined;
  const where = naming(name, path, place);
  return readStart(follow(path, place, where), where, clock);
}

function seriesKey({ metric, labels }: Count): string {
  // Entries of one name may have their labels from different places, so in another order.
  const names = Object.keys(labels).sort();
  return JSON.stringify([metric, ...names.map((name) => labels[name])]);
}

function naming(metric: string, path: Path, { name }: Place): string {
  return name === '' || path.from === 'root'
    ? `${metric}: ${path.text}`
    : `${metric}: ${path.text} of ${name}`;
}

function twins({ metric, labels }: Count, first: string, second: string): Error {
  const text = JSON.stringify(labels).slice(0, 200);
  const [a, b] = [first, second].map((place) => place || 'the root');
  return failure('payload', `${metric}: ${a} and ${b} have the same labels ${text}`);
}
