import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'caches-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Starts it once, in a folder of its own: what it left there and in the cache. */
function start(t: TestContext, file: string, environment: NodeJS.ProcessEnv) {
  const cwd = emptyFolder(t);
  execFileSync(process.execPath, [join(ROOT, file), '--version'], { cwd, env: environment });
  return readdirSync(cwd);
}

for (const file of ['bin/synthetic-exporter.js', 'src/main.ts']) {
  test(`${file} keeps what it compiled in the folder that the user has for caches`, (t) => {
    const caches = emptyFolder(t);
    assert.deepEqual(start(t, file, { XDG_CACHE_HOME: caches }), []);
    assert.equal(readdirSync(join(caches, 'synthetic-exporter/compiled')).length, 1);
  });
}

test('an empty name of that folder counts as none', (t) => {
  const home = emptyFolder(t);
  const environment = { XDG_CACHE_HOME: '', HOME: home };
  assert.deepEqual(start(t, 'bin/synthetic-exporter.js', environment), []);
  assert.equal(readdirSync(join(home, '.cache/synthetic-exporter/compiled')).length, 1);
});
