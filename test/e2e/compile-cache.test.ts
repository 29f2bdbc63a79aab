import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts it once, in a folder of its own: what it left there. */
async function leftBy(t: TestContext, file: string, environment: NodeJS.ProcessEnv) {
  const cwd = await temporaryFolder(t);
  execFileSync(process.execPath, [join(ROOT, file), '--version'], { cwd, env: environment });
  return readdirSync(cwd);
}

for (const file of ['bin/synthetic-exporter.js', 'src/main.ts']) {
  test(`${file} keeps what it compiled in the folder that the user has for caches`, async (t) => {
    const caches = await temporaryFolder(t);
    assert.deepEqual(await leftBy(t, file, { XDG_CACHE_HOME: caches }), []);
    assert.equal(readdirSync(join(caches, 'synthetic-exporter/compiled')).length, 1);
  });
}

test('an empty name of that folder counts as none', async (t) => {
  const home = await temporaryFolder(t);
  const environment = { XDG_CACHE_HOME: '', HOME: home };
  assert.deepEqual(await leftBy(t, 'bin/synthetic-exporter.js', environment), []);
  assert.equal(readdirSync(join(home, '.cache/synthetic-exporter/compiled')).length, 1);
});
