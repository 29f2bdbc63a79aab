import { isSecretPath } from '../config/secret-keys.ts';
import type { Job } from '../job.ts';
import { withoutCommands } from './secret-commands.ts';
import { HOLE, MASK } from './secret-literals.ts';
import { type Conceal, withoutPairs } from './secret-pairs.ts';
import { withoutTokens } from './secret-tokens.ts';

// What a job's settings and target hold stays the same for all of its runs.
const known = new WeakMap<Job, ReadonlySet<string>>();

/**
 * The secrets that a job may send: what its settings and its target keep as such, what their keys give away, and what
 * looks like one in anything else that they say.
 */
export function secretsOf(job: Job): ReadonlySet<string> {
  const found = known.get(job) ?? search([job.config, job.target]);
  known.set(job, found);
  return found;
}

/** Those that stand in what was said, by how it is said. */
export function secretsIn(said: string, found: Set<string>): void {
  const note: Conceal = (secret) => {
    const text = secret.replaceAll(HOLE, '');
    if (text.length >= LONG || /[^a-z]/i.test(text)) found.add(text);
    return HOLE;
  };
  const text = said.replaceAll(MASK, HOLE);
  withoutTokens(withoutPairs(withoutCommands(text, note), note), note);
}

// A shorter one of letters alone is a word that stands elsewhere, too.
const LONG = 6;

function search(root: readonly unknown[]): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<object>();

  function visit(value: unknown, path: readonly string[]): void {
    if (typeof value === 'string' || value instanceof Uint8Array) return read(textOf(value), path);
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const secret = revealed(value);
    if (secret !== undefined) return void found.add(secret);
    for (const [key, inner] of membersOf(value)) visit(inner, [...path, key]);
  }

  function read(text: string, path: readonly string[]): void {
    if (isSecretPath(path)) found.add(text);
    else secretsIn(text, found);
  }

  visit(root, []);
  return found;
}

function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : Buffer.from(value).toString();
}

/** A plugin's settings may be anything. */
function membersOf(value: object): Iterable<readonly [string, unknown]> {
  if (ArrayBuffer.isView(value)) return [];
  return value instanceof Map
    ? [...value].map(([key, inner]) => [String(key), inner] as const)
    : Object.entries(value);
}

function revealed(value: object): string | undefined {
  if (!('reveal' in value) || typeof value.reveal !== 'function') return undefined;
  const text: unknown = value.reveal();
  return typeof text === 'string' ? text : undefined;
}
