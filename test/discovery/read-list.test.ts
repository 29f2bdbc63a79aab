import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readList } from '../../src/discovery/read-list.ts';

const read = (text: string | Uint8Array, format: 'json' | 'yaml') =>
  readList(typeof text === 'string' ? Buffer.from(text) : text, { place: 'list', format });

test('groups are read as Prometheus reads them, from JSON and from YAML', async () => {
  const check = async (
    format: 'json' | 'yaml',
    text: string,
    ...wanted: readonly object[]
  ): Promise<void> => {
    const { groups, faults } = await read(text, format);
    const plain = groups.map(({ targets, labels }) => ({ targets, labels: { ...labels } }));
    assert.deepEqual([plain, faults], [wanted, []], text);
  };
  const one = { targets: ['a:1', 'b:2'], labels: { team: 'web' } };

  await check('json', '[{"targets": ["a:1", "b:2"], "labels": {"team": "web"}}]', one);
  await check('json', '\ufeff[{"targets": ["a:1"]}]', { targets: ['a:1'], labels: {} });
  await check('json', '[{"targets": null, "labels": null}]', { targets: [], labels: {} });
  await check('json', '[{"labels": {"__proto__": "x"}}]', {
    targets: [],
    labels: { ['__proto__']: 'x' },
  });
  await check('json', '[{"Targets": ["a:1", "b:2"], "Labels": {"team": "web"}}]', one);
  await check('json', '[{"labels": {"a": null}}]', { targets: [], labels: {} });
  await check('json', ' [] ');
  await check('yaml', '- targets: [a:1, b:2]\n  labels: {team: web}\n', one);
  await check('yaml', '- targets: [8080, yes, 1.10]\n', {
    targets: ['8080', 'yes', '1.10'],
    labels: {},
  });
  await check('yaml', '- labels: {port: 0080, on: true}', {
    targets: [],
    labels: { port: '0080', on: 'true' },
  });
  await check(
    'yaml',
    '- &a\n  targets: [a:1]\n- *a\n',
    { targets: ['a:1'], labels: {} },
    { targets: ['a:1'], labels: {} },
  );
  await check('yaml', '- targets:\n  labels:\n', { targets: [], labels: {} });
  await check('yaml', '[]');
});

test('a group of another shape is left out, and its place is told', async () => {
  const check = async (item: unknown, wanted: string): Promise<void> => {
    const { groups, faults } = await read(JSON.stringify([item, { targets: ['a:1'] }]), 'json');
    assert.deepEqual(faults, [`list: 0: left out: ${wanted}`]);
    assert.deepEqual(groups, [{ index: 1, targets: ['a:1'], labels: {} }]);
  };

  await check(null, 'want a mapping with "targets" and "labels"');
  await check(['a:1'], 'want a mapping with "targets" and "labels"');
  await check({ targets: 'a:1' }, 'targets: want a list of text such as "host:port"');
  await check({ targets: ['a:1', 2] }, 'targets: want a list of text such as "host:port"');
  await check({ labels: ['a'] }, 'labels: want a mapping of text');
  await check({ labels: { port: 80 } }, 'labels: "port": want text');
  await check({ target: ['a:1'] }, 'unknown key "target"; known are "targets" and "labels"');
});

test('what is no list is refused as a whole', async () => {
  const check = (
    format: 'json' | 'yaml',
    text: string | Uint8Array,
    wanted: RegExp,
  ): Promise<void> => {
    return assert.rejects(read(text, format), wanted);
  };

  await check('json', '', /^Error: it is no JSON/);
  await check('json', '[{"targets": ["a', /^Error: it is no JSON/);
  await check('json', '<html>https://me:secret@host/', /begins "<html>https:\/\/me:xxxxx@host\/"/);
  await check('json', '{"targets": ["a:1"]}', /^Error: it is no list/);
  await check('json', 'null', /^Error: it is no list/);
  await check('json', Uint8Array.of(0x1f, 0x8b, 0x08), /^Error: it is not in UTF-8/);
  await check(
    'json',
    JSON.stringify([{ targets: Array(100_001).fill('a') }]),
    /more than 100000 targets/,
  );
  await check('yaml', '', /^Error: it is empty/);
  await check('yaml', '# soon\n', /^Error: it is empty/);
  await check('yaml', 'targets: [a:1]', /^Error: it is no list/);
  await check('yaml', '- targets: [a:1', /^Error: it is no YAML/);
});
