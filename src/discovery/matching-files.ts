import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isPattern, nameMatcher } from './file-pattern.ts';

export interface Matching {
  /** In order, each once. */
  readonly files: readonly string[];
  /** Folders that cannot be read, so that nobody knows which files they have. */
  readonly closed: ReadonlySet<string>;
  readonly problems: readonly string[];
}

// More are a mistake.
const MOST_FILES = 1000;

/** The files that paths and patterns mean now. A path without a pattern means its file, whether it is there or not. */
export async function matchingFiles(patterns: readonly string[]): Promise<Matching> {
  const files = new Set<string>();
  const closed = new Set<string>();
  const problems: string[] = [];
  for (const pattern of patterns) {
    const [folder, name] = [dirname(pattern), basename(pattern)];
    if (!isPattern(name)) {
      files.add(pattern);
      continue;
    }
    try {
      const matches = nameMatcher(name);
      for (const one of await readdir(folder)) if (matches(one)) files.add(join(folder, one));
    } catch (error) {
      closed.add(folder);
      problems.push(`${folder}: cannot be read: ${error instanceof Error ? error.message : ''}`);
    }
  }
  if (files.size > MOST_FILES)
    problems.push(`${patterns.join(', ')}: more than ${MOST_FILES} files, only those are read`);
  return { files: [...files].sort().slice(0, MOST_FILES), closed, problems };
}
