import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_PROBES } from '../src/builtin.ts';
import { loadConfig } from '../src/config/load.ts';
import { findProbes } from '../src/config/plugins.ts';
import { contractFaults } from '../src/testing.ts';
import { temporaryFile } from './support/command.ts';
import { get, startWith, valueOf } from './support/exporter.ts';
import { listen } from './support/listen.ts';
import { promtool } from './support/programs.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function blocks(path: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm');
  return [...read(path).matchAll(fence)].map(([, text = '']) => text);
}

test('every configuration in the documentation loads', async (t) => {
  const plugin = join(ROOT, 'examples/probes');
  const configs = PAGES.flatMap((page) => blocks(page, 'yaml').map((text) => ({ page, text })));
  const ours = configs.filter(({ text }) => /^(modules|targets|access|exposition):/m.test(text));
  assert.ok(ours.length >= 3);

  for (const { page, text } of ours) {
    const file = await temporaryFile(t, 'exporter.yml', text.replace('./my-probes', plugin));
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    assert.equal(loaded.outcome, 'loaded', `${page}: ${JSON.stringify(loaded)}\n${text}`);
  }
});

test('promtool accepts the scrape configuration of the README', async (t) => {
  const scrapes = blocks('README.md', 'yaml').filter((text) => text.startsWith('scrape_configs:'));
  assert.equal(scrapes.length, 1);

  const file = await temporaryFile(t, 'prometheus.yml', scrapes[0] ?? '');
  assert.match(await promtool('check', 'config', file), /SUCCESS/);
});

test('links lead to files that are there', () => {
  for (const page of PAGES) {
    for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      assert.ok(existsSync(join(ROOT, dirname(page), target)), `${page} links to ${target}`);
    }
  }
});

test('the README’s commands are the ones that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  assert.match(read('README.md'), /^npm ci && npm start$/m);
  assert.match(read('README.md'), /^npm ci && npm test$/m);
  assert.ok(scripts['start'] !== undefined && scripts['test'] !== undefined);
});

test('the probe in the documentation is the example, keeps the contract, and works', async (t) => {
  const [shown] = blocks('docs/writing-a-probe.md', 'ts');
  assert.equal(shown, read('examples/probes/greeting.ts'));
  const folder = join(ROOT, 'examples/probes');
  const { probes } = await findProbes({
    builtIn: BUILT_IN_PROBES,
    plugins: [folder],
    configFile: '/',
    isWanted: () => false,
  });
  const probe = probes.get('greeting')?.probe;
  assert.ok(probe !== undefined);
  assert.deepEqual(await contractFaults(probe, { target: 'mail.example:25' }), []);
  const address = await listen(t, (socket) => socket.write('220 ready\r\n'));

  const { url } = await startWith(
    t,
    `plugins: [${folder}]
modules:
  mail: { prober: greeting, greeting: { want: '220 ' } }
  other: { prober: greeting, greeting: { want: '221 ' } }
`,
  );
  const good = (await get(`${url}probe?module=mail&target=${address}`)).text;
  const bad = (await get(`${url}probe?module=other&target=${address}`)).text;

  assert.equal(valueOf(good, 'probe_success'), '1');
  assert.equal(valueOf(good, 'probe_greeting_bytes'), '11');
  assert.equal(valueOf(bad, 'probe_failure_info{reason="content",phase="greeting"}'), '1');
});

test('the figures of the README are those of the bench', () => {
  const rows = [
    ...read('README.md').matchAll(/^\| (\S+) \| ([\d.]+) ms \| ([\d.]+) ms \| ([\d.]+)× \|$/gm),
  ];
  assert.equal(rows.length, 5);

  for (const [row, name = '', ours, theirs, ratio] of rows) {
    const probe = name === 'HTTP/2' ? 'http2' : name;
    const measured = new RegExp(
      `^\\| ${probe} \\| 16 \\| ([\\d.]+) .*? \\| ([\\d.]+) .*? \\| ([\\d.]+)× `,
      'm',
    );
    const [, ...figures] = measured.exec(read('bench/results.md')) ?? [];
    const rounded = figures.map((figure) => Number(figure).toFixed(2));
    assert.deepEqual([ours, theirs, ratio], rounded, row);
  }
});
