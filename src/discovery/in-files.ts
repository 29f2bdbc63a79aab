import type { Config } from '../config/config.ts';
import type { FoundList } from './found.ts';
import { join } from './join.ts';
import { lookAtFiles } from './look-at-files.ts';

interface InFiles {
  readonly config: Config;
  /** Files that cannot be read, and entries that were left out. */
  readonly problems: readonly string[];
  /** How many URLs were not asked. */
  readonly urls: number;
}

const PATIENCE_MS = 10_000;

/** The config with the targets that its files list at this moment; nobody is asked for those of URLs. */
export async function withTargetsInFiles(config: Config): Promise<InFiles> {
  const found = new Map<string, readonly FoundList[]>();
  const problems: string[] = [];
  let urls = 0;
  for (const source of config.discovery) {
    if (source.kind === 'url') {
      urls += 1;
      continue;
    }
    const looked = await lookAtFiles(source.files, [])(AbortSignal.timeout(PATIENCE_MS));
    found.set(source.name, looked.lists);
    problems.push(...looked.problems);
  }
  const joined = await join(config, { lists: found, before: new Map() });
  return { config: joined.config, problems: [...problems, ...joined.faults], urls };
}
