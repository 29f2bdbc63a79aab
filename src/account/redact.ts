import type { Job } from '../job.ts';
import { secretsOf } from './known-secrets.ts';
import { withoutCommands } from './secret-commands.ts';
import { HOLE, type Literals, literalsOf, MASK } from './secret-literals.ts';
import { withoutPairs } from './secret-pairs.ts';
import { withoutTokens } from './secret-tokens.ts';

/** A text without secrets: neither those that the run knew, nor what looks like one. */
export type Redact = (text: string, how?: How) => string;

interface How {
  /** Whether the text went on behind its end. */
  readonly isCut?: boolean | undefined;
  /** Whether we said it: commands with passwords are ours. */
  readonly isSent?: boolean | undefined;
}

/** `secrets`: those that the run itself found, besides those of its job. */
export function redactorOf(job: Job, secrets: Iterable<string>): Redact {
  const { without } = knownTo(job, secrets);
  return (text, { isCut = false, isSent = false } = {}) => {
    const parts = cutParts(text.replaceAll(MASK, HOLE)).map((part, index, { length }) =>
      without(part, isCut || index < length - 1),
    );
    const unknown = parts.join('');
    const own = isSent ? withoutCommands(unknown, hole) : unknown;
    return withoutTokens(withoutPairs(own, hole), hole).replaceAll(/\uffff+/g, MASK);
  };
}

// All the runs of a job mostly know the same.
const kept = new WeakMap<Job, { readonly key: string; readonly literals: Literals }>();

function knownTo(job: Job, secrets: Iterable<string>): Literals {
  const all = [...new Set([...secretsOf(job), ...secrets])];
  const key = JSON.stringify(all);
  const last = kept.get(job);
  if (last?.key === key) return last.literals;
  const literals = literalsOf(all);
  kept.set(job, { key, literals });
  return literals;
}

function hole(): string {
  return HOLE;
}

/** What others said is often cut short already: `got "begin"…`. Each part but the last ends at such a cut. */
function cutParts(text: string): readonly string[] {
  return text.split(/(?="…|… cut)/);
}
