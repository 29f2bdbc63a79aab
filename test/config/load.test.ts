import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { type Loaded, loadConfig } from '../../src/config/load.ts';

// Each file is a config, a line of dashes, and what the loader says of it.
const CASES = new URL('../fixtures/config/', import.meta.url);
const PROBES = new URL('probes/', CASES);
const LINE = /^-{20,}\n/m;

suite('what the loader says of', () => {
  for (const file of readdirSync(CASES).filter((name) => name.endsWith('.yml'))) {
    test(file, async (t) => {
      const [config = '', wanted] = readFileSync(new URL(file, CASES), 'utf8').split(LINE);
      assert.equal(said(await load(t, config)), wanted);
    });
  }
});

function said(loaded: Loaded): string {
  if (loaded.outcome === 'rejected') return `${loaded.errors.join('\n')}\n`;
  return ['valid', ...loaded.warnings.map((warning) => `warning: ${warning}`), ''].join('\n');
}

async function load(t: TestContext, text: string | Uint8Array): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'config-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'config.yml');
  await writeFile(file, text);
  const loaded = await loadConfig(file, { builtIn: PROBES });
  const bare = (line: string): string => line.replaceAll(`${folder}/`, '');
  if (loaded.outcome === 'rejected') return { ...loaded, errors: loaded.errors.map(bare) };
  return { ...loaded, warnings: loaded.warnings.map(bare) };
}

async function valid(t: TestContext, text: string) {
  const loaded = await load(t, text);
  assert.equal(loaded.outcome, 'loaded', said(loaded));
  return loaded.outcome === 'loaded' ? loaded.config : assert.fail();
}

suite('a loaded config', () => {
  test('has a default for everything', async (t) => {
    const config = await valid(t, 'modules:\n');
    assert.deepEqual([...config.modules], []);
    assert.deepEqual(config.targets, []);
    assert.deepEqual(config.limits, { concurrency: 512 });
    assert.deepEqual(config.access, {
      targets: 'any',
      deny: ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::254/128', '100.100.100.200/32'],
      allow: [],
    });
    assert.deepEqual(config.exposition, {
      created: 'all',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    });
  });

  test('knows each target with its module, its parsed address and its interval', async (t) => {
    const config = await valid(
      t,
      `
modules: { door: { prober: knock, timeout: 1.5s, knock: { times: 3 } }, told: { prober: tally } }
targets:
  - { name: front, module: door, target: 'example:80', labels: { team: web, port: 80 } }
  - { name: back, module: door, target: 'example:81', interval: scrape }
  - { name: url, module: told, target: 'http://me:secret@example/', interval: 1m30s }
defaults: { interval: 30s }
`,
    );
    const targets = config.targets.map(({ module, ...target }) => ({
      ...target,
      module: module.name,
    }));
    const about = { module: 'door', labels: {} };
    assert.deepEqual(targets, [
      {
        ...about,
        name: 'front',
        text: 'example:80',
        address: 'example:80',
        intervalMs: 30_000,
        target: { host: 'example', port: 80 },
        labels: { team: 'web', port: '80' },
      },
      {
        ...about,
        name: 'back',
        text: 'example:81',
        address: 'example:81',
        intervalMs: 'scrape',
        target: { host: 'example', port: 81 },
      },
      {
        name: 'url',
        module: 'told',
        labels: {},
        intervalMs: 90_000,
        text: 'http://me:secret@example/',
        address: 'http://me:xxxxx@example/',
        target: 'http://me:secret@example/',
      },
    ]);
    const door = config.modules.get('door');
    assert.equal(door?.timeoutMs, 1500);
    assert.equal(config.targets[0]?.module, door);
    assert.deepEqual(door?.metrics, {
      probe_knock_answers: { type: 'gauge', help: 'Who answered.', labels: ['who'] },
    });
  });

  test('is frozen all the way down', async (t) => {
    const config = await valid(
      t,
      `
modules: { door: { prober: knock, knock: { answers: [{ expect: hello }] } } }
targets: [{ name: one, module: door, target: 'h:1', labels: { a: b } }]
`,
    );
    assert.deepEqual([config, ...config.modules.values()].flatMap(unfrozen), []);
  });

  test('leaves the probes as they are', async (t) => {
    const config = await valid(t, 'modules: { door: { prober: knock } }');
    assert.ok(!Object.isFrozen(config.modules.get('door')?.probe));
  });

  test('takes scalars where text is wanted as they are written', async (t) => {
    const check = async (written: string, wanted: string): Promise<void> => {
      const config = await valid(
        t,
        `modules: { a: { prober: knock, knock: { word: ${written} } } }`,
      );
      assert.deepEqual(config.modules.get('a')?.config, {
        times: 1,
        loud: false,
        door: 'front',
        headers: {},
        answers: [],
        word: wanted,
      });
    };
    await check('plain', 'plain');
    await check('123', '123');
    await check('1.10', '1.10');
    await check('0x1F', '0x1F');
    await check('007', '007');
    await check('12345678901234567890', '12345678901234567890');
    await check('1e3', '1e3');
    await check('True', 'True');
    await check('yes', 'yes');
    await check('2020-01-01', '2020-01-01');
    await check('.inf', '.inf');
    await check("'null'", 'null');
    await check('!!binary aGVsbG8=', 'hello');
    await check('!!str 1.10', '1.10');
  });

  test('has a fingerprint for each module that changes with what it says', async (t) => {
    const print = async (block: string): Promise<string | undefined> => {
      const config = await valid(t, `modules: { a: { prober: knock, ${block} } }\n`);
      return config.modules.get('a')?.fingerprint;
    };
    const first = await print('knock: { password: one }');
    assert.equal(await print('knock: { password:   one }'), first);
    assert.notEqual(await print('knock: { password: two }'), first);
    assert.notEqual(await print('knock: { password: one }, timeout: 1s'), first);
    const said = await valid(
      t,
      'modules: { a: { prober: knock, knock: { password: one } } }\ndefaults: { name_servers: [192.0.2.53] }\n',
    );
    assert.notEqual(said.modules.get('a')?.fingerprint, first);
  });

  test('is shown without its secrets, under whatever key a probe keeps them', async (t) => {
    const config = await valid(
      t,
      `
modules:
  a: { prober: knock, knock: { phrase: opensesame, word: opensesame } } # opensesame
targets: [{ name: one, module: a, target: 'h:1', labels: { note: '//me:pass@h' } }]
`,
    );
    const block = 'prober: knock\nknock:\n  phrase: <secret>\n  word: <secret>\n';
    const indented = (by: string): string => block.replaceAll(/^/gm, by).trimEnd();
    assert.equal(config.shownModules.get('a'), `a:\n${indented('  ')}\n`);
    assert.equal(
      await config.shown(),
      `modules:\n  a:\n${indented('    ')}
targets:
  - name: one
    module: a
    target: h:1
    labels:
      note: //me:xxxxx@h
`,
    );
  });

  test('may be in UTF-16, if a mark at the start says so', async (t) => {
    const text = '\ufeffmodules: { tür: { prober: knock } }\n';
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [little, big, Buffer.from(text)]) {
      const loaded = await load(t, bytes);
      assert.equal(loaded.outcome, 'loaded', said(loaded));
      assert.deepEqual(loaded.outcome === 'loaded' && [...loaded.config.modules.keys()], ['tür']);
    }
  });

  test('keeps a timeout within what a timer can wait', async (t) => {
    const config = await valid(t, 'modules: { a: { prober: knock, timeout: 1000h } }');
    assert.equal(config.modules.get('a')?.timeoutMs, 2_147_483_647);
  });
});

/** Every plain object and array in reach that can be changed; what a probe or a map holds is not looked at. */
function unfrozen(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || value instanceof Map) return [];
  const inner = Object.entries(value).flatMap(([key, each]) =>
    key === 'probe' ? [] : unfrozen(each),
  );
  return Object.isFrozen(value) ? inner : [value, ...inner];
}

suite('a hostile file', () => {
  async function errors(t: TestContext, text: string | Uint8Array): Promise<readonly string[]> {
    const loaded = await load(t, text);
    return loaded.outcome === 'rejected' ? loaded.errors : assert.fail('it was loaded');
  }

  test('cannot make aliases grow without bound', async (t) => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
    }
    assert.deepEqual(await errors(t, lines.join('\n')), [
      'config.yml:1:1: more than 1000000 values, aliases expanded',
    ]);
  });

  test('cannot nest without bound', async (t) => {
    const [first] = await errors(t, `modules: ${'['.repeat(100_000)}`);
    assert.match(first ?? '', /^config\.yml:1:\d+: .*$/);
  });

  test('is refused if it is too long', async (t) => {
    assert.deepEqual(await errors(t, '#'.repeat(16 * 1024 * 1024 + 1)), [
      'config.yml: cannot be read: it has more than 16777216 bytes',
    ]);
  });

  test('is refused if it never ends', async () => {
    assert.deepEqual(await loadConfig('/dev/zero', { builtIn: PROBES }), {
      outcome: 'rejected',
      errors: ['/dev/zero: cannot be read: it has more than 16777216 bytes'],
    });
  });

  test('is refused if it is not UTF-8', async (t) => {
    const [first] = await errors(t, new Uint8Array([0x61, 0xff, 0xfe]));
    assert.match(first ?? '', /^config\.yml: cannot be read: .*utf-8/);
  });

  test('cannot reach the prototype of anything', async (t) => {
    assert.deepEqual(
      await errors(t, 'modules: { a: { prober: knock, __proto__: { knock: {} } } }'),
      ['config.yml:1:32: modules.a: a key must be text'],
    );
  });
});

test('a file that is not there is an error with its name', async () => {
  const loaded = await loadConfig('/nowhere/config.yml', { builtIn: PROBES });
  const [error] = loaded.outcome === 'rejected' ? loaded.errors : [];
  assert.match(error ?? '', /^\/nowhere\/config\.yml: cannot be read: ENOENT/);
});
