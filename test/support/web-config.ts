import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { hashSync } from 'bcryptjs';
import { temporaryFolder } from './command.ts';

export interface WebFolder {
  readonly file: string;
  /** Writes files into the folder; `web.yml` is the web config. */
  write(this: void, files: Readonly<Record<string, string>>): Promise<void>;
}

/** A folder with a web config and what it names. */
export async function webFolder(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<WebFolder> {
  const folder = await temporaryFolder(t);
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  };
  await write(files);
  return { file: join(folder, 'web.yml'), write };
}

/** A hash as cheap as bcrypt has them, as htpasswd writes it. */
export function cheapHash(password: string): string {
  return hashSync(password, 4).replace('$2b$', '$2y$');
}
