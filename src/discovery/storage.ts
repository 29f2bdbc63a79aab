import { hash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfigFile } from '../net/file.ts';
import type { UrlSource } from './source.ts';

/** Where the last good answers of URLs outlive the process. */
export interface Storage {
  /** What was kept, and when it was last good; undefined if there is nothing. Throws why it cannot be had. */
  load(this: void, source: UrlSource, signal: AbortSignal): Promise<Kept | undefined>;
  /** Throws why it could not be kept; what was kept before is then still there. */
  save(this: void, source: UrlSource, answer: Buffer): Promise<void>;
}

interface Kept {
  readonly answer: Buffer;
  readonly succeededAtMs: number;
}

/** Makes the folder if need be. Throws an error for people if it is not ours to write in. */
export async function openStorage(folder: string): Promise<Storage> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`flag --storage.path: cannot write in ${folder}: ${why}`, { cause });
  }
  const digests = new Map<string, string>();
  const fileOf = ({ place: { href } }: UrlSource): string =>
    join(folder, `discovery-${hash('sha256', href)}.json`);
  return {
    async load(source, signal) {
      const file = fileOf(source);
      try {
        const { mtimeMs } = await stat(file);
        return { answer: await readConfigFile(file, signal), succeededAtMs: mtimeMs };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async save(source, answer) {
      const file = fileOf(source);
      const digest = hash('sha256', answer);
      const now = new Date();
      // The time of the file says when it was last true.
      if (digests.get(file) === digest) return utimes(file, now, now);
      await replace(file, answer);
      digests.set(file, digest);
    },
  };
}

/** The file is there as a whole or not at all, whatever happens in between. */
async function replace(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, bytes);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeFile(file: string, bytes: Buffer): Promise<void> {
  // Labels may say what is for nobody else.
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(bytes);
  await handle.sync();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
