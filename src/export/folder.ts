import { access, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** A folder with files of ours in it, each of which is there as a whole or not at all. */
export interface Folder {
  /** Says which files are about to be written. Throws an error for people if one is there that is not ours. */
  claim(this: void, files: readonly string[]): Promise<void>;
  write(this: void, file: string, text: string): Promise<void>;
  /** Removes the files of ours that are not among these any more. */
  keep(this: void, files: readonly string[]): Promise<void>;
}

const LIST = '.synthetic-exporter.json';
// As we name them: whatever else somebody writes into the list is not ours to remove.
const NAME = /^(?:[a-z0-9][a-z0-9_-]*\/)?(?:targets\/)?[a-z0-9][a-z0-9._-]*\.html$/;
const schema = z.object({ files: z.array(z.string()) });

export async function openFolder(path: string): Promise<Folder> {
  let known = await readList(join(path, LIST));

  async function save(files: ReadonlySet<string>): Promise<void> {
    await replace(join(path, LIST), `${JSON.stringify({ files: [...files] }, undefined, 1)}\n`);
    known = files;
  }

  return {
    async claim(files) {
      const fresh = files.filter((file) => !known.has(file));
      for (const file of fresh) await requireFree(join(path, file));
      if (fresh.length === 0) return;
      for (const folder of new Set(files.map((file) => dirname(join(path, file)))))
        await mkdir(folder, { recursive: true });
      // Before they are written: if we end in between, they are known to be ours.
      await save(new Set([...known, ...fresh]));
    },
    write: (file, text) => replace(join(path, file), text),
    async keep(files) {
      const kept = new Set(files);
      const gone = [...known].filter((file) => !kept.has(file));
      if (gone.length === 0) return;
      for (const file of gone) await rm(join(path, file), { force: true });
      const folders = new Set(gone.map((file) => dirname(file)).filter((one) => one !== '.'));
      // The deeper ones first.
      for (const folder of [...folders, ...[...folders].map(dirname)])
        if (folder !== '.') await removeIfEmpty(join(path, folder));
      await save(kept);
    },
  };
}

async function readList(file: string): Promise<ReadonlySet<string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return new Set();
    throw error;
  }
  try {
    return new Set(schema.parse(JSON.parse(text)).files.filter((name) => NAME.test(name)));
  } catch (cause) {
    throw new Error(`${file}: is not the list of files that this command writes`, { cause });
  }
}

async function requireFree(file: string): Promise<void> {
  try {
    await access(file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  throw new Error(
    `${file} was not written by this command, and is left alone: choose another folder`,
  );
}

async function replace(file: string, text: string): Promise<void> {
  // One that was left behind is gone the next time, and no link in its place leads elsewhere. No web server shows it.
  const draft = join(dirname(file), `.${basename(file)}.new`);
  await rm(draft, { force: true });
  await writeFile(draft, text, { flag: 'wx' });
  await rename(draft, file);
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY', 'ENOENT', 'EEXIST')) throw error;
  }
}

function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
