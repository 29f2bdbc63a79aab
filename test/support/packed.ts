import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'bin', 'src', 'probes'];
const run = promisify(execFile);

export interface Packed {
  /** Everybody may read it, and nobody may write to it. */
  readonly folder: string;
  /** A Node that everybody may start. */
  readonly node: string;
}

/** What is published, beside the dependencies that come with it and no others. */
export async function packed(t: TestContext): Promise<Packed> {
  const work = await mkdtemp(join(tmpdir(), 'synthetic-exporter-packed-'));
  const folder = join(work, 'package');
  t.after(async () => {
    await run('chmod', ['-R', 'u+w', work]);
    await rm(work, { recursive: true });
  });
  // In a copy, since to pack is to build.
  for (const path of [...SOURCES, 'deploy'])
    await cp(join(ROOT, path), join(work, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(work, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--silent'], { cwd: work });
  await run('tar', ['-xzf', stdout.trim()], { cwd: work });
  for (const path of await dependencies())
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  const node = join(work, 'node');
  await cp(process.execPath, node);
  await run('chmod', ['-R', 'a=rX', folder]);
  await chmod(work, 0o755);
  return { folder, node };
}

async function dependencies(): Promise<readonly string[]> {
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path]) => path);
}
