import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Loaded, loadConfig } from '../../src/config/load.ts';

/** A plugin as others write it: TypeScript, without an import of ours. */
function plugin(name: string, help = 'A plugin.'): string {
  return `
const text = { '~standard': { version: 1, vendor: 'me', validate: (value: unknown) =>
  typeof value === 'string' && value !== '' ? { value } : { issues: [{ message: 'want a name' }] } } };
const settings = { '~standard': { version: 1, vendor: 'me', validate: async (value: { size?: unknown }) =>
  value.size === undefined || typeof value.size === 'number'
    ? { value: { size: value.size ?? 1 } }
    : { issues: [{ message: 'want a number', path: [{ key: 'size' }] }] } } };
export default {
  name: '${name}', help: '${help}', target: text, config: settings, phases: ['ask'],
  metrics: { probe_${name}_answers: { type: 'gauge', help: 'Answers.' } },
  async run() {},
};
`;
}

/** Loads a config in a folder with these files, beside an empty folder of built-in probes. */
async function load(t: TestContext, files: Readonly<Record<string, string>>): Promise<Loaded> {
  const folder = await folderWith(t, files);
  return loadIn(folder);
}

async function folderWith(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'plugins-')));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'built-in'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

async function loadIn(folder: string): Promise<Loaded> {
  const builtIn = pathToFileURL(`${folder}/built-in/`);
  const loaded = await loadConfig(join(folder, 'config.yml'), { builtIn });
  const bare = (line: string): string => line.replaceAll(`${folder}/`, '');
  if (loaded.outcome === 'rejected') return { ...loaded, errors: loaded.errors.map(bare) };
  return { ...loaded, warnings: loaded.warnings.map(bare) };
}

async function rejected(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const loaded = await load(t, files);
  return loaded.outcome === 'rejected' ? loaded.errors : assert.fail('it was loaded');
}

async function probers(t: TestContext, files: Readonly<Record<string, string>>) {
  const loaded = await load(t, files);
  if (loaded.outcome === 'rejected') assert.fail(loaded.errors.join('\n'));
  return [...loaded.config.modules.values()].map(({ probe }) => probe.name);
}

suite('a plugin', () => {
  test('is a file, a folder or a package, and needs no import of ours', async (t) => {
    const config = `
plugins: [./one.ts, ./more, '@acme/ldap']
modules: { a: { prober: one }, b: { prober: two }, c: { prober: ldap } }
`;
    const javascript = plugin('ldap').replaceAll(/: unknown|: \{ size\?: unknown \}/g, '');
    const names = await probers(t, {
      'config.yml': config,
      'one.ts': plugin('one'),
      'more/two.ts': plugin('two'),
      'more/two.d.ts': 'broken',
      'more/two.test.ts': 'broken',
      'more/notes.txt': 'broken',
      'more/two/private.ts': 'broken',
      'node_modules/@acme/ldap/package.json': JSON.stringify({
        name: '@acme/ldap',
        type: 'module',
        exports: { import: './ldap.js' },
      }),
      'node_modules/@acme/ldap/ldap.js': javascript,
    });
    assert.deepEqual(names, ['one', 'two', 'ldap']);
  });

  test('may bring several probes', async (t) => {
    const list = `${plugin('one').replace('export default', 'const one =')}export default [one, { ...one, name: 'two' }];`;
    const config = 'plugins: [./list.ts]\nmodules: { a: { prober: one }, b: { prober: two } }';
    assert.deepEqual(await probers(t, { 'config.yml': config, 'list.ts': list }), ['one', 'two']);
  });

  test('is found in the folder of built-in probes too', async (t) => {
    const files = {
      'config.yml': 'modules: { a: { prober: one } }',
      'built-in/one.ts': plugin('one'),
    };
    assert.deepEqual(await probers(t, files), ['one']);
  });

  test('that is built in is read only for modules that name it', async (t) => {
    const files = {
      'one.ts': plugin('one'),
      'built-in/two.ts': plugin('two'),
      'built-in/three.ts': 'throw new Error("read");',
    };
    const withModules = (modules: string) => ({
      'config.yml': `plugins: [./one.ts]\nmodules: { ${modules} }`,
      ...files,
    });
    const named = 'a: { prober: one, two: { size: 2 } }, b: { prober: two }';
    assert.deepEqual(await probers(t, withModules(named)), ['one', 'two']);
    assert.deepEqual(await rejected(t, withModules('a: { prober: four }')), [
      'config.yml:2:25: modules.a.prober: got "four", want one of "one", "three", "two"',
    ]);
    for (const modules of ['a: { prober: three }', 'a: { prober: one, three: { size: 3 } }']) {
      const errors = await rejected(t, withModules(modules));
      assert.match(errors.join('\n'), /built-in\/three.ts: cannot be imported: read/);
    }
  });

  test('has its say about settings and targets', async (t) => {
    const config = `
plugins: [./one.ts]
modules: { a: { prober: one, one: { size: big } } }
targets: [{ name: t, module: a, target: '' }]
`;
    assert.deepEqual(await rejected(t, { 'config.yml': config, 'one.ts': plugin('one') }), [
      'config.yml:3:43: modules.a.one.size: want a number',
      'config.yml:4:41: targets.0.target: want a name',
    ]);
  });

  test('is read again when its file has changed', async (t) => {
    const config = 'plugins: [./one.ts]\nmodules: { a: { prober: one } }';
    const folder = await folderWith(t, { 'config.yml': config, 'one.ts': plugin('one', 'Old.') });
    const before = await loadIn(folder);
    const unchanged = await loadIn(folder);
    await writeFile(join(folder, 'one.ts'), plugin('one', 'New.'));
    await utimes(join(folder, 'one.ts'), 1, 1);
    const after = await loadIn(folder);
    const module = (loaded: Loaded) =>
      loaded.outcome === 'loaded' ? loaded.config.modules.get('a') : undefined;
    assert.equal(module(before)?.probe.help, 'Old.');
    assert.equal(module(after)?.probe.help, 'New.');
    assert.equal(module(unchanged)?.probe, module(before)?.probe);
    assert.equal(module(unchanged)?.fingerprint, module(before)?.fingerprint);
    assert.notEqual(module(after)?.fingerprint, module(before)?.fingerprint);
  });

  test('that no module uses is worth a warning', async (t) => {
    const loaded = await load(t, { 'config.yml': 'plugins: [./one.ts]', 'one.ts': plugin('one') });
    assert.deepEqual(loaded.outcome === 'loaded' && loaded.warnings, [
      'config.yml:1:11: plugins.0: no module uses a probe of it',
    ]);
  });

  test('warns of settings that it knows to fail later, and may fail at that', async (t) => {
    const warned = async (warnings: string): Promise<readonly string[]> => {
      const loaded = await load(t, {
        'config.yml':
          'plugins: [./one.ts]\nmodules:\n  a:\n    prober: one\n    one: { size: 1 }\n  b: { prober: one }\n',
        'one.ts': plugin('one').replace('async run', `warnings: ${warnings}, async run`),
      });
      return loaded.outcome === 'loaded' ? loaded.warnings : assert.fail(loaded.errors.join('\n'));
    };
    assert.deepEqual(await warned("({ size }) => ['size ' + size + ' is odd']"), [
      'config.yml:5:5: modules.a.one: size 1 is odd',
      'config.yml:6:3: modules.b.one: size 1 is odd',
    ]);
    assert.deepEqual(await warned("() => { throw new Error('no idea') }"), [
      'config.yml:5:10: modules.a.one: its warnings cannot be told: no idea',
      'config.yml:6:6: modules.b.one: its warnings cannot be told: no idea',
    ]);
  });
});

suite('a plugin that is none', () => {
  const check = async (
    t: TestContext,
    entry: string,
    files: Readonly<Record<string, string>>,
    wanted: readonly string[],
  ): Promise<void> => {
    const errors = await rejected(t, { 'config.yml': `plugins: [${entry}]`, ...files });
    assert.deepEqual(
      errors,
      wanted.map((line) => `config.yml:1:11: plugins.0: ${line}`),
    );
  };

  test('names the files of two probes of one name', async (t) => {
    await check(t, './one.ts', { 'one.ts': plugin('one'), 'built-in/one.ts': plugin('one') }, [
      'two probes are named "one": one in built-in/one.ts, one in one.ts',
    ]);
    await check(t, './both', { 'both/a.ts': plugin('one'), 'both/b.ts': plugin('one') }, [
      'two probes are named "one": one in both/a.ts, one in both/b.ts',
    ]);
  });

  test('names the file and each field of a wrong shape', async (t) => {
    const broken = `export default { name: 'One', target: {}, phases: 'x', metrics: { a: { type: 'x' } }, withHostname: 1 };`;
    await check(t, './one.ts', { 'one.ts': broken }, [
      'one.ts: name: got "One", want text that matches ^[a-z][a-z0-9_]*$',
      'one.ts: help: want a sentence',
      'one.ts: target: want a Standard Schema (~standard.validate)',
      'one.ts: config: want a Standard Schema (~standard.validate)',
      'one.ts: phases: want a list of words',
      'one.ts: metrics: "a": type: want "gauge", "counter" or "info"',
      'one.ts: metrics: "a": help: want a sentence',
      'one.ts: run: want a function',
      'one.ts: withHostname: want a function or nothing',
    ]);
    await check(t, './one.ts', { 'one.ts': plugin('timeout') }, [
      'one.ts: name: "timeout" is a key of every module',
    ]);
    await check(t, './one.ts', { 'one.ts': 'export const probe = 1;' }, [
      'one.ts: the default export is missing, want a probe or a list of them',
    ]);
    await check(t, './one.ts', { 'one.ts': 'export default [];' }, [
      'one.ts: the default export is an empty list',
    ]);
  });

  test('says why it cannot be imported', async (t) => {
    await check(t, './one.ts', { 'one.ts': 'throw new Error("no luck");' }, [
      'one.ts: cannot be imported: no luck',
    ]);
    await check(t, './one.ts', { 'one.ts': 'throw null;' }, [
      'one.ts: cannot be imported: threw null',
    ]);
  });

  test('is missing', async (t) => {
    await check(t, './none.ts', {}, ['none.ts: there is no such file or folder']);
    await check(t, './empty', { 'empty/notes.txt': '' }, [
      'empty: the folder has no .ts, .mts, .js or .mjs file',
    ]);
    await check(t, 'fs', {}, ['"fs" is a part of Node, want a path such as "./fs" or a package']);
    await check(t, "'@acme/none'", {}, [
      'no package "@acme/none" is installed beside the config file',
    ]);
    await check(t, 'one.ts', { 'one.ts': plugin('one') }, [
      'no package "one.ts" is installed beside the config file; a path begins with "./"',
    ]);
  });

  test('has schemas that throw or answer rubbish', async (t) => {
    const config = `
plugins: [./one.ts]
modules: { a: { prober: one } }
targets: [{ name: t, module: a, target: x }]
`;
    const odd = plugin('one')
      .replace(
        'target: text',
        "target: { '~standard': { validate() { throw new Error('oh no'); } } }",
      )
      .replace('config: settings', "config: { '~standard': { validate: () => 7 } }");
    const errors = await rejected(t, { 'config.yml': config, 'one.ts': odd });
    assert.deepEqual(errors, [
      'config.yml:3:15: modules.a.one: its schema answers with neither value nor issues',
      'config.yml:4:41: targets.0.target: its schema threw: oh no',
    ]);
  });
});
