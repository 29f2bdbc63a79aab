import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { join } from '../../src/discovery/join.ts';
import { readList } from '../../src/discovery/read-list.ts';

const TEXT = `
modules: { open: { prober: tcp }, page: { prober: http } }
targets: [{ name: own, module: open, target: 'h:1' }]
defaults: { interval: 30s }
discovery:
  - { files: [a.json], module: open }
  - { files: [a.json], module: page, interval: 1m }
`;

async function loaded(): Promise<Config> {
  const config = await loadConfig('/etc/exporter.yml', { builtIn: BUILT_IN_PROBES, text: TEXT });
  return config.outcome === 'loaded' ? config.config : assert.fail(config.errors.join('\n'));
}

/** What both sources make of the same groups. */
async function joined(config: Config, ...groups: readonly object[]) {
  const bytes = Buffer.from(JSON.stringify(groups));
  const list = await readList(bytes, { place: 'a.json', format: 'json' });
  const lists = new Map(config.discovery.map(({ name }) => [name, [list]]));
  return join(config, { lists, before: new Map() });
}

test('names come from labels, and are made unique by module and address', async () => {
  const config = await loaded();
  const check = async (group: object, ...wanted: readonly string[]): Promise<void> => {
    const { found, faults } = await joined(config, group);
    assert.deepEqual([[...found.keys()], faults], [wanted, []]);
  };

  await check({ targets: ['a:1'] }, 'open a:1', 'page a:1');
  await check({ targets: ['a:1'], labels: { name: 'x' } }, 'x', 'x a:1');
  await check({ targets: ['a:1'], labels: { name: 'x', __name: 'y' } }, 'y', 'y a:1');
  await check(
    { targets: ['a:1', 'b:2'], labels: { name: 'x' } },
    'x a:1',
    'x b:2',
    'x page a:1',
    'x page b:2',
  );
  await check(
    { targets: ['http://me:secret@h/'], labels: { __module: 'page', __interval: '1m' } },
    'page http://me:xxxxx@h/',
  );
});

test('what two groups say alike is there once', async () => {
  const group = { targets: ['a:1'], labels: { __module: 'open', __interval: '5s' } };
  const { found, tallies, faults } = await joined(await loaded(), group, group);

  assert.deepEqual([...found.keys()], ['open a:1']);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    tallies.map(({ targets, leftOut }) => [targets, leftOut]),
    [
      [1, 0],
      [0, 0],
    ],
  );
});

test('an entry says itself how often, or its source does, or the defaults', async () => {
  const { config } = await joined(
    await loaded(),
    { targets: ['a:1'] },
    { targets: ['b:2'], labels: { __interval: 'scrape', __param_module: 'open' } },
  );

  assert.deepEqual(
    config.targets.map(({ name, intervalMs }) => [name, intervalMs]),
    [
      ['own', 30_000],
      ['open a:1', 30_000],
      ['open b:2', 'scrape'],
      ['page a:1', 60_000],
    ],
  );
});

test('what has not changed is the very same target, and is not checked again', async () => {
  const config = await loaded();
  const groups = [{ targets: ['a:1'], labels: { name: 'x', team: 'web' } }];
  const first = await joined(config, ...groups);
  const list = await readList(Buffer.from(JSON.stringify(groups)), {
    place: 'a.json',
    format: 'json',
  });
  const lists = new Map(config.discovery.map(({ name }) => [name, [list]]));
  const second = await join(config, { lists, before: first.found });

  assert.equal(second.found.get('x'), first.found.get('x'));
});

test('a long address is cut in the name, and stays another one than its neighbour', async () => {
  const address = (end: string): string => `http://h/${'a'.repeat(300)}${end}`;
  const { found } = await joined(await loaded(), {
    targets: [address('1'), address('2')],
    labels: { __module: 'page', __interval: '1s' },
  });

  assert.equal(found.size, 2);
  for (const [name, { text }] of found) {
    assert.ok(name.length <= 200 && name.startsWith('page http://h/aaa'), name);
    assert.equal(text.length, 310);
  }
});
