import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readConfigFile } from '../net/file.ts';
import type { FoundList } from './found.ts';
import type { Look } from './look.ts';
import { matchingFiles } from './matching-files.ts';
import { readList } from './read-list.ts';

interface Known {
  /** Of the file when it was read last. */
  readonly version: string;
  /** The last good one. */
  readonly list: FoundList | undefined;
  readonly problem?: string | undefined;
  /** Was not there the last time; an editor may be about to put it back. */
  readonly isMissed: boolean;
}

/**
 * Looks at files by their times and sizes: mounts, editors and Kubernetes replace files in ways that watchers miss.
 * A bad file keeps what it said when it was good; one that a pattern no longer matches is gone at the second look.
 */
export function lookAtFiles(patterns: readonly string[], before: readonly FoundList[]): Look {
  const known = new Map<string, Known>(
    before.map((list) => [list.place, { version: '', list, isMissed: true }]),
  );
  let lists = before;

  async function lookAt(file: string, signal: AbortSignal): Promise<void> {
    const last = known.get(file);
    const version = await versionOf(file);
    if (last?.version === version.text) {
      if (last.isMissed) known.set(file, { ...last, isMissed: false });
      return;
    }
    // Somebody may still be writing it. At the start there is nothing better.
    if (last?.list !== undefined && version.isYoung) return;
    const read = await readFile(file, signal);
    const kept = { version: version.text, list: last?.list, isMissed: false };
    known.set(file, { ...kept, ...read });
  }

  function miss(file: string, last: Known): void {
    if (last.isMissed) known.delete(file);
    else known.set(file, { ...last, isMissed: true });
  }

  return async (signal) => {
    const { files, closed, problems } = await matchingFiles(patterns);
    const there = new Set(files);
    for (const file of files) await lookAt(file, signal);
    for (const [file, last] of known)
      if (!there.has(file) && !closed.has(dirname(file))) miss(file, last);
    const inOrder = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
    const now = inOrder.flatMap(({ list }) => list ?? []);
    if (!isSame(now, lists)) lists = now;
    return { lists, problems: [...problems, ...inOrder.flatMap(({ problem }) => problem ?? [])] };
  };
}

async function readFile(file: string, signal: AbortSignal): Promise<Partial<Known>> {
  let bytes: Buffer;
  try {
    bytes = await readConfigFile(file, signal);
  } catch (error) {
    // Whatever it was may pass without any change of the file: it is tried again.
    return { version: '', problem: messageOf(error) };
  }
  try {
    const format = /\.json$/i.test(file) ? 'json' : 'yaml';
    return { list: await readList(bytes, { place: file, format }), problem: undefined };
  } catch (error) {
    return { problem: `${file}: ${messageOf(error)}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// As coarse as the clocks of some file systems.
const YOUNG_MS = 1000;

interface Version {
  /** Changes whenever the file does. */
  readonly text: string;
  readonly isYoung: boolean;
}

async function versionOf(file: string): Promise<Version> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(file);
    const isYoung = Math.abs(Date.now() - mtimeMs) < YOUNG_MS;
    return { text: [mtimeMs, ctimeMs, size, ino].join(' '), isYoung };
  } catch {
    // Reading it will say why.
    return { text: 'none', isYoung: false };
  }
}

function isSame(one: readonly FoundList[], other: readonly FoundList[]): boolean {
  return one.length === other.length && one.every((list, index) => list === other[index]);
}
