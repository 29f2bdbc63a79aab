import { readFileSync, statSync } from 'node:fs';

/**
 * Gives what a small text file says now, read again only when the file changes; a missing one reads as empty.
 * Synchronous on purpose: other file access takes a thread of a small pool, where whatever hangs holds up all.
 */
export function rereading<T>(path: string, parse: (text: string) => T): () => T {
  let known = '';
  let parsed: T | undefined;
  return () => {
    const version = versionOf(path);
    if (parsed === undefined || version !== known) {
      parsed = parse(textOf(path));
      known = version;
    }
    return parsed;
  };
}

/** Changes whenever the file does; `none` for one that cannot be seen. */
export function versionOf(path: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    return [mtimeMs, ctimeMs, size, ino].join(' ');
  } catch {
    // Gone or not ours to read: as good as empty, until that changes.
    return 'none';
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // As above.
    return '';
  }
}
