import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promtool } from '../support/programs.ts';
import { DEPLOY } from '../support/shortened.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

for (const [folder, cases] of [
  ['locations', 'quorum.yml'],
  ['federation', 'sites.yml'],
] as const) {
  test(`promtool accepts the configuration and the rules of ${folder}`, async () => {
    const config = join(DEPLOY, folder, 'prometheus.yml');
    const rules = join(DEPLOY, folder, 'rules.yml');

    assert.match(
      await promtool('check', 'config', '--lint=all', '--lint-fatal', config),
      /SUCCESS/,
    );
    assert.match(await promtool('check', 'rules', '--lint=all', '--lint-fatal', rules), /SUCCESS/);
  });

  test(`the rules of ${folder} hold their cases`, async () => {
    assert.match(await promtool('test', 'rules', join(HERE, folder, cases)), /SUCCESS/);
  });
}
