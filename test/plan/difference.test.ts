import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf } from '../../src/plan/difference.ts';
import { shownConfig } from '../../src/plan/shown-config.ts';

const BASE = `
modules:
  web: { prober: http, timeout: 5s }
  mail: { prober: tcp }
targets:
  - { name: shop, module: web, target: 'https://shop.example/', interval: 60s, labels: { team: web } }
  - { name: blog, module: web, target: 'https://blog.example/' }
  - { name: post, module: mail, target: 'mail.example:25', interval: scrape }
defaults: { interval: 15s }
`;
const SAME = { added: [], removed: [], changed: [] };

function changed(edit: (text: string) => string, wanted: Partial<ReturnType<typeof differenceOf>>) {
  const after = edit(BASE);
  assert.notEqual(after, BASE);
  const found = differenceOf(shownConfig(BASE), shownConfig(after));
  assert.deepEqual(found, {
    modules: { ...SAME, unchanged: 2 },
    targets: { ...SAME, unchanged: 3 },
    ...wanted,
  });
}

test('what means the same is no change', () => {
  changed((text) => text.replace('interval: 60s', 'interval: 1m'), {});
  changed((text) => text.replace("'mail.example:25'", 'mail.example:25'), {});
  changed((text) => `${text}limits: { concurrency: 7 }\naccess: { deny: [] }\n`, {});
  changed((text) => text.replace("example/' }", "example/', interval: 15s }"), {});
});

test('targets that come, go and change', () => {
  changed((text) => text.replace('name: blog', 'name: news'), {
    targets: { added: ['news'], removed: ['blog'], changed: [], unchanged: 2 },
  });
  changed((text) => text.replace('60s', '30s').replace('team: web', 'team: all'), {
    targets: { ...SAME, changed: [{ name: 'shop', what: ['interval', 'labels'] }], unchanged: 2 },
  });
  changed((text) => text.replace('mail.example', 'mx.example'), {
    targets: { ...SAME, changed: [{ name: 'post', what: ['target'] }], unchanged: 2 },
  });
});

test('a module’s change is one of its targets', () => {
  changed((text) => text.replace('timeout: 5s', 'timeout: 6s'), {
    modules: { ...SAME, changed: [{ name: 'web', what: ['timeout'] }], unchanged: 1 },
    targets: {
      ...SAME,
      changed: [
        { name: 'shop', what: ['settings of web'] },
        { name: 'blog', what: ['settings of web'] },
      ],
      unchanged: 1,
    },
  });
});

test('what all inherit changes those that have not said it themselves', () => {
  changed((text) => text.replace('interval: 15s', 'interval: 20s'), {
    targets: { ...SAME, changed: [{ name: 'blog', what: ['interval'] }], unchanged: 2 },
  });
  const all = ['shop', 'blog', 'post'];
  changed((text) => `${text}exposition: { buckets: [1] }\n`, {
    targets: {
      ...SAME,
      changed: all.map((name) => ({ name, what: ['exposition.buckets'] })),
      unchanged: 0,
    },
  });
  const { modules } = differenceOf(
    shownConfig(BASE),
    shownConfig(BASE.replace('{ interval: 15s }', '{ interval: 15s, name_servers: [9.9.9.9] }')),
  );
  assert.deepEqual(
    modules.changed.map(({ name, what }) => [name, what]),
    [
      ['web', ['name_servers']],
      ['mail', ['name_servers']],
    ],
  );
});

test('names that are numbers are not mixed up', () => {
  const config = (name: string) =>
    shownConfig(
      `modules: { a: { prober: tcp } }\ntargets: [{ name: ${name}, module: a, target: a }]`,
    );

  const { targets } = differenceOf(config('1.10'), config('1.1'));

  assert.deepEqual(targets, { added: ['1.1'], removed: ['1.10'], changed: [], unchanged: 0 });
});

test('an empty config is one, and anything else is refused', () => {
  for (const text of ['', '{}', 'modules:\ntargets: null\n', 'modules: {}\ndefaults: ~\n']) {
    assert.deepEqual(shownConfig(text), { modules: new Map(), targets: new Map() }, text);
  }
  assert.throws(() => shownConfig('<html>'), /^Error: it is no configuration/);
  assert.throws(() => shownConfig('a: ['), /^Error: it is no YAML/);
  assert.throws(() => shownConfig('targets: [{ name: a }]'), /targets\.0\.module/);
});
