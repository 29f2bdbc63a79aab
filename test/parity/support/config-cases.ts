import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import pLimit from 'p-limit';
import { BUILT_IN_PROBES } from '../../../src/builtin.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { temporaryFolder } from '../../support/command.ts';
import { program } from '../../support/programs.ts';
import { judgeOf } from './judge.ts';
import { requireTheirVersion } from './pair.ts';
import type { Scope } from './scopes.ts';

const AT_ONCE = 4;

/** Has both check every file, and tests each for a verdict that differs. */
export async function compareConfigs(
  t: TestContext,
  scope: Scope,
  texts: readonly string[],
): Promise<void> {
  await requireTheirVersion();
  const folder = await temporaryFolder(t);
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    texts.map((text, index) =>
      limit(async () => {
        const file = join(folder, `${index}.yml`);
        await writeFile(file, text);
        const [theirs, ours] = [await theirVerdict(file), await ourVerdict(file)];
        return { text, lines: theirs === ours ? [] : [`${theirs} -> ${ours}`] };
      }),
    ),
  );
  const { judge, finish } = judgeOf(scope);
  for (const { text, lines } of found) await t.test(text.trim(), () => judge(text.trim(), lines));
  await t.test('every wanted difference shows up', finish);
}

async function theirVerdict(file: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(program('blackbox_exporter'), ['--config.check', `--config.file=${file}`], (error) => {
    resolve(error === null ? 'accepted' : 'rejected');
  });
  return promise;
}

async function ourVerdict(file: string): Promise<string> {
  const { outcome, errors } = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
  return outcome === 'loaded' && errors.length === 0 ? 'accepted' : 'rejected';
}
