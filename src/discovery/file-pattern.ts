import { RE2JS } from 're2js';
import { z } from 'zod';

// As Prometheus has it for file_sd.
const FILES = /^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/;

/** A path whose last part may be a pattern: `targets/*.json`. */
export const filePattern = z
  .string()
  .max(4096)
  .superRefine((path, context) => {
    const shown = JSON.stringify(path.slice(0, 100));
    const want = 'want a path that ends in .json, .yml or .yaml, with * only in its last part';
    if (!FILES.test(path) || path.includes('\0'))
      context.addIssue({ code: 'custom', message: `got ${shown}, ${want}` });
    else if (!isReadable(path))
      context.addIssue({ code: 'custom', message: `got ${shown}, in which a bracket is amiss` });
  });

/** Whether it may stand for several files, or for none. */
export function isPattern(name: string): boolean {
  return /[*?[]/.test(name);
}

/** Which names a pattern means: `*`, `?` and `[a-z]` as in a shell, but names that begin with a dot too. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const expression = pattern.replace(PART, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (part.startsWith('[')) return part;
    return RE2JS.quote(part.replace(/^\\(?=.)/su, ''));
  });
  const compiled = RE2JS.compile(`^(?:${expression})$`, RE2JS.DOTALL);
  return (name) => compiled.matches(name);
}

const PART = /\*|\?|\[\^?(?:\\.|[^\\\]])+\]|\\?[^]/gu;

function isReadable(path: string): boolean {
  try {
    nameMatcher(path.slice(path.lastIndexOf('/') + 1));
    return true;
  } catch {
    // What RE2 says of it would tell of an expression that nobody wrote.
    return false;
  }
}
