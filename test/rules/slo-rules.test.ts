import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, temporaryFile, temporaryFolder } from '../support/command.ts';
import { promtool } from '../support/programs.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CASES = ['slo-cases.yml', 'slo-long-cases.yml'];

const HEAD = `
modules:
  web: { prober: http }
  clock: { prober: daytime }
exposition: { buckets: [0.1, 0.3, 1, 5] }
targets:
`;
const TARGETS = [
  `  - { name: shop, module: web, target: 'https://shop.example/', slo: { availability: 99.9, latency: { under: 300ms, ratio: 99 } } }\n`,
  `  - { name: 'a (b) "c".d|e', module: web, target: 'https://b.example/', slo: { availability: 99, latency: { under: 1s, ratio: 99 } } }\n`,
  `  - { name: clock, module: clock, target: time.example, interval: scrape, slo: { availability: 99.5 } }\n`,
  `  - { name: other, module: web, target: 'https://other.example/' }\n`,
];

test('the rules hold their cases, and promtool finds nothing wrong with them', async (t) => {
  const folder = await temporaryFolder(t);
  const file = await temporaryFile(t, 'exporter.yml', HEAD + TARGETS.join(''));
  const { code, stdout, stderr } = await run('rules', `--config.file=${file}`);
  assert.deepEqual([code, stderr], [0, '']);
  await writeFile(join(folder, 'slo.yml'), stdout);
  for (const name of CASES) await copyFile(join(HERE, name), join(folder, name));

  const linted = ['check', 'rules', '--lint=all', '--lint-fatal', join(folder, 'slo.yml')];
  assert.match(await promtool(...linted), /SUCCESS: 45 rules found/);
  const cases = CASES.map((name) => promtool('test', 'rules', join(folder, name)));
  for (const said of await Promise.all(cases)) assert.match(said, /SUCCESS/);
});

test('the same targets in another order give the same file', async (t) => {
  const there = await temporaryFile(t, 'exporter.yml', HEAD + TARGETS.join(''));
  const back = await temporaryFile(t, 'exporter.yml', HEAD + TARGETS.toReversed().join(''));
  const [one, other] = [await run('rules', there), await run('rules', back)];

  assert.equal(one.stdout, other.stdout);
  assert.ok(one.stdout.length > 1000);
});

test('a config without an slo gives no rules, which Prometheus accepts', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', HEAD + TARGETS[3]);
  const { code, stdout, stderr } = await run('rules', `--config.file=${file}`);

  assert.equal(code, 0);
  assert.equal(stderr, `${file}: no target has an \`slo\`\n`);
  assert.match(stdout, /^groups: \[\]$/m);
  const rules = await temporaryFile(t, 'slo.yml', stdout);
  assert.match(await promtool('check', 'rules', rules), /SUCCESS: 0 rules found/);
});

test('a config with an error gives none, and says where', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', HEAD + TARGETS[0]?.replace('300ms', '250ms'));
  const { code, stdout, stderr } = await run('rules', `--config.file=${file}`);

  assert.deepEqual([code, stdout], [1, '']);
  assert.match(
    stderr,
    /^\S+exporter\.yml:7:\d+: targets\.0\.slo\.latency\.under: got "250ms", want one of exposition\.buckets.*"100ms", "300ms", "1s", "5s"\n$/,
  );
});
