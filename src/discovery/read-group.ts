import { listed } from '../config/suggest.ts';
import { shown } from '../net/shown.ts';
import type { Group } from './found.ts';

/** What a group of a list says, or what keeps it from being one. By hand: a schema takes 20 µs for each. */
export function readGroup(item: unknown): Omit<Group, 'index'> | { readonly fault: string } {
  if (!isMapping(item)) return { fault: 'want a mapping with "targets" and "labels"' };
  const { targets, labels, ...others } = inLowerCase(item);
  const unknown = Object.keys(others);
  if (unknown.length > 0)
    return { fault: `unknown key ${listed(unknown)}; known are "targets" and "labels"` };
  if (!isNothing(targets) && !isTexts(targets))
    return { fault: 'targets: want a list of text such as "host:port"' };
  if (isNothing(labels)) return { targets: targets ?? [], labels: {} };
  if (!isMapping(labels)) return { fault: 'labels: want a mapping of text' };
  const own: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(labels)) {
    // To Prometheus that is an empty one, and an empty one is none.
    if (value === null) continue;
    if (typeof value !== 'string') return { fault: `labels: ${shown(name)}: want text` };
    own[name] = value;
  }
  return { targets: targets ?? [], labels: own };
}

/** To Prometheus `Targets` is the same in JSON, as some programs write it. */
function inLowerCase(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if ('targets' in item) return item;
  return Object.fromEntries(Object.entries(item).map(([key, value]) => [key.toLowerCase(), value]));
}

/** A group's way to say that it has none. */
function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
