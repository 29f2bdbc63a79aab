import type { Html } from '../http/pages/html.ts';
import { fileNote } from '../http/pages/status/edition.ts';
import { sheetFace, statusFile, targetFace } from '../http/pages/status/frame.ts';
import type { ToldSheet } from '../http/pages/status/told.ts';
import { sheetFile, targetFile } from './file-names.ts';
import type { Folder } from './folder.ts';
import type { Source } from './source.ts';

export interface Order {
  readonly source: Source;
  readonly folder: Folder;
  /** This one alone, in the folder itself; else each that there is, in a folder of its own. */
  readonly page: string | undefined;
  /** How often this is done, if more than once. */
  readonly everyMs: number | undefined;
}

/** Writes status pages, and removes what earlier ones left of targets that are gone. Throws an error for people. */
export async function writePages(
  order: Order,
): Promise<{ readonly pages: number; readonly targets: number }> {
  const { source, folder, page } = order;
  const wanted =
    page === undefined
      ? (await source.pages()).map((name) => ({ name, below: `${name}/` }))
      : [{ name: page, below: '' }];
  const files: string[] = [];
  for (const { name, below } of wanted) files.push(...(await writePage(name, below, order)));
  await folder.keep(files);
  const targets = files.filter((file) => /(^|\/)targets\//.test(file)).length;
  return { pages: wanted.length, targets };
}

// One after the other takes long when the exporter is far away.
const AT_ONCE = 8;

/** One page and those of its targets: what was written. What is there stays until something newer is known. */
async function writePage(
  page: string,
  below: string,
  { source, folder, everyMs }: Order,
): Promise<readonly string[]> {
  const sheets = await sheetsOf(page, source);
  const names = sheets.flatMap(({ groups }) =>
    groups.flatMap(({ targets }) => targets.map(({ name }) => name)),
  );
  const targetPath = (name: string): string => `${below}targets/${targetFile(name)}`;
  const sheetPaths = sheets.map(({ sheet }) => below + sheetFile(sheet));
  await folder.claim([...sheetPaths, ...names.map(targetPath)]);
  const note = (atMs: number): Html => fileNote(atMs, everyMs);
  const written = new Set<string>();
  for (let at = 0; at < names.length; at += AT_ONCE)
    await Promise.all(
      names.slice(at, at + AT_ONCE).map(async (name) => {
        const told = await source.target(page, name);
        if (told === undefined) return;
        const face = targetFace(told, { list: '../index.html', note });
        await folder.write(targetPath(name), statusFile(face, { atMs: told.atMs, everyMs }));
        written.add(name);
      }),
    );
  const target = (name: string): string => `targets/${targetFile(name)}`;
  for (const told of sheets.map((sheet) => without(sheet, written))) {
    const face = await sheetFace(told, { target, sheet: sheetFile, note });
    await folder.write(
      below + sheetFile(told.sheet),
      statusFile(face, { atMs: told.atMs, everyMs }),
    );
  }
  return [...sheetPaths, ...[...written].map(targetPath)];
}

async function sheetsOf(page: string, source: Source): Promise<readonly ToldSheet[]> {
  const first = await source.sheet(page, 1);
  const sheets = [first];
  for (let number = 2; number <= first.sheets; number += 1)
    sheets.push(await source.sheet(page, number));
  return sheets;
}

/** Without the targets that went away in between: no link may lead nowhere. */
function without(told: ToldSheet, written: ReadonlySet<string>): ToldSheet {
  return {
    ...told,
    failing: told.failing.filter((name) => written.has(name)),
    groups: told.groups.map(({ title, targets }) => ({
      title,
      targets: targets.filter(({ name }) => written.has(name)),
    })),
  };
}
