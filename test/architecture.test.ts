import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  readonly path: string;
  readonly text: string;
  /** Of files of ours, relative to the root. */
  readonly imports: readonly string[];
}

function sources(folder: string): readonly Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join(folder, name)));
}

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = [...text.matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map(
    ([, target = '']) => relative(ROOT, normalize(join(ROOT, dirname(path), target))),
  );
  return { path, text, imports };
}

const engine = sources('src');
const probes = sources('probes');
const all = [...engine, ...probes];

test('the engine imports no probe', () => {
  const guilty = engine.filter(({ imports }) => imports.some((path) => path.startsWith('probes/')));

  assert.deepEqual(
    guilty.map(({ path }) => path),
    [],
  );
});

test('the engine names no probe', () => {
  const names = readdirSync(join(ROOT, 'probes'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replace('.ts', ''));
  assert.ok(names.includes('daytime') && names.includes('sidecar'));
  // Some of them are words of the house's own: those count where they are quoted, and the scheme of a URL does not.
  const patterns = names.map((name) => {
    if (name === 'http') return `(?<!scheme: )['"\`]http['"\`](?! \\| 'https')`;
    return ['tcp', 'dns', 'unix'].includes(name) ? `['"\`]${name}['"\`]` : `\\b${name}\\b`;
  });
  const word = new RegExp(patterns.join('|'));

  const guilty = engine.filter(({ text }) => word.test(text));

  assert.deepEqual(
    guilty.map(({ path }) => path),
    [],
  );
});

test('a probe imports the contract, src/net and its own folder, and nothing else of ours', () => {
  const guilty = probes.flatMap(({ path, imports }) => {
    const [, owner = ''] = /^probes\/([^/.]+)/.exec(path) ?? [];
    return imports
      .filter((target) => target !== 'src/probe.ts')
      .filter((target) => !target.startsWith('src/net/') && !target.startsWith(`probes/${owner}/`))
      .map((target) => `${path} imports ${target}`);
  });

  assert.deepEqual(guilty, []);
});

test('imports have no cycles', () => {
  const byPath = new Map(all.map((source) => [source.path, source]));
  const done = new Set<string>();

  function visit(path: string, above: readonly string[]): void {
    assert.ok(!above.includes(path), `a cycle: ${[...above, path].join(' → ')}`);
    if (done.has(path)) return;
    for (const target of byPath.get(path)?.imports ?? []) visit(target, [...above, path]);
    done.add(path);
  }

  for (const { path } of all) visit(path, []);
});

test('no file is longer than 250 lines', () => {
  const long = all.filter(({ text }) => text.split('\n').length > 251).map(({ path }) => path);

  assert.deepEqual(long, []);
});

test('only main.ts touches the process, and only two files prom-client', () => {
  const touching = (pattern: RegExp) =>
    engine
      .filter(({ text }) => pattern.test(text))
      .map(({ path }) => path)
      .sort();

  assert.deepEqual(
    touching(/\bprocess\.(argv|env|exit|on|once|std|kill|cwd|pid|emit)|from 'node:process'/),
    ['src/main.ts'],
  );
  assert.deepEqual(touching(/from 'prom-client'/), [
    'src/metrics/process.ts',
    'src/metrics/prom-families.ts',
  ]);
});
