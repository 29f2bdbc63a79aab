import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readList } from '../../src/discovery/read-list.ts';

const read = (text: string | Uint8Array, format: 'json' | 'yaml') =>
  readList(typeof text === 'string' ? Buffer.from(text) : text, { place: 'list', format });

test('groups are read as Prometheus reads them, from JSON and from YAML', () => {
  const check = (format: 'json' | 'yaml', text: string, ...wanted: readonly object[]): void => {
    const { groups, faults } = read(text, format);
    const plain = groups.map(({ targets, labels }) => ({ targets, labels: { ...labels } }));
    assert.deepEqual([plain, faults], [wanted, []], text);
  };
  const one = { targets: ['a:1', 'b:2'], labels: { team: 'web' } };

  check('json', '[{"targets": ["a:1", "b:2"], "labels": {"team": "web"}}]', one);
  check('json', '\ufeff[{"targets": ["a:1"]}]', { targets: ['a:1'], labels: {} });
  check('json', '[{"targets": null, "labels": null}]', { targets: [], labels: {} });
  check('json', '[{"labels": {"__proto__": "x"}}]', {
    targets: [],
    labels: { ['__proto__']: 'x' },
  });
  check('json', '[{"Targets": ["a:1", "b:2"], "Labels": {"team": "web"}}]', one);
  check('json', '[{"labels": {"a": null}}]', { targets: [], labels: {} });
  check('json', ' [] ');
  check('yaml', '- targets: [a:1, b:2]\n  labels: {team: web}\n', one);
  check('yaml', '- targets: [8080, yes, 1.10]\n', { targets: ['8080', 'yes', '1.10'], labels: {} });
  check('yaml', '- labels: {port: 0080, on: true}', {
    targets: [],
    labels: { port: '0080', on: 'true' },
  });
  check(
    'yaml',
    '- &a\n  targets: [a:1]\n- *a\n',
    { targets: ['a:1'], labels: {} },
    { targets: ['a:1'], labels: {} },
  );
  check('yaml', '- targets:\n  labels:\n', { targets: [], labels: {} });
  check('yaml', '[]');
});

test('a group of another shape is left out, and its place is told', () => {
  const check = (item: unknown, wanted: string): void => {
    const { groups, faults } = read(JSON.stringify([item, { targets: ['a:1'] }]), 'json');
    assert.deepEqual(faults, [`list: 0: left out: ${wanted}`]);
    assert.deepEqual(groups, [{ index: 1, targets: ['a:1'], labels: {} }]);
  };

  check(null, 'want a mapping with "targets" and "labels"');
  check(['a:1'], 'want a mapping with "targets" and "labels"');
  check({ targets: 'a:1' }, 'targets: want a list of text such as "host:port"');
  check({ targets: ['a:1', 2] }, 'targets: want a list of text such as "host:port"');
  check({ labels: ['a'] }, 'labels: want a mapping of text');
  check({ labels: { port: 80 } }, 'labels: "port": want text');
  check({ target: ['a:1'] }, 'unknown key "target"; known are "targets" and "labels"');
});

test('what is no list is refused as a whole', () => {
  const check = (format: 'json' | 'yaml', text: string | Uint8Array, wanted: RegExp): void => {
    assert.throws(() => read(text, format), wanted);
  };

  check('json', '', /^Error: it is no JSON/);
  check('json', '[{"targets": ["a', /^Error: it is no JSON/);
  check('json', '<html>https://me:secret@host/', /begins "<html>https:\/\/me:xxxxx@host\/"/);
  check('json', '{"targets": ["a:1"]}', /^Error: it is no list/);
  check('json', 'null', /^Error: it is no list/);
  check('json', Uint8Array.of(0x1f, 0x8b, 0x08), /^Error: it is not in UTF-8/);
  check(
    'json',
    JSON.stringify([{ targets: Array(100_001).fill('a') }]),
    /more than 100000 targets/,
  );
  check('yaml', '', /^Error: it is empty/);
  check('yaml', '# soon\n', /^Error: it is empty/);
  check('yaml', 'targets: [a:1]', /^Error: it is no list/);
  check('yaml', '- targets: [a:1', /^Error: it is no YAML/);
});
