import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rendered } from '../support/helm.ts';

const SHOP = { name: 'shop', module: 'http_2xx', target: 'https://shop.example' };
const MODULES = { http_2xx: { prober: 'http' } };

test('the schema refuses what it does not know, and what can be nothing', async (t) => {
  const check = (values: object, wanted: RegExp): Promise<void> =>
    assert.rejects(rendered(t, values), wanted);

  await check({ shard: 3 }, /additional properties 'shard' not allowed/);
  await check({ shards: -1 }, /'\/shards': minimum: got -1, want 0/);
  await check({ shards: '3' }, /'\/shards': got string, want integer/);
  await check({ image: { digest: 'sha256:abc' } }, /'\/image\/digest'/);
  await check({ image: { repository: 'a b' } }, /'\/image\/repository'/);
  await check({ config: ['modules'] }, /'\/config'/);
  await check({ extraArgs: ['-v'] }, /'\/extraArgs\/0'/);
  await check({ secrets: ['Shop/../token'] }, /'\/secrets\/0'/);
  await check({ secrets: ['shop', 'shop'] }, /'\/secrets'/);
  await check({ storage: { size: 'large' } }, /'\/storage\/size'/);
  await check({ monitoring: { interval: '15' } }, /'\/monitoring\/interval'/);
  await check(
    { monitoring: { probes: [{ name: 'a' }] } },
    /missing properties 'module', 'targets'/,
  );
  await check({ networkPolicy: { enabled: 'often' } }, /'\/networkPolicy\/enabled'/);
});

test('what excludes something else is refused in words', async (t) => {
  const check = (values: object, wanted: RegExp): Promise<void> =>
    assert.rejects(rendered(t, values), wanted);
  const config = { modules: MODULES, targets: [SHOP] };

  await check({ config, existingConfig: { secret: 'a' } }, /got several configurations, want one/);
  await check(
    { existingConfig: { secret: 'a', configMap: 'b' } },
    /got several configurations, want one/,
  );
  await check({ shards: 0, storage: { persistent: true } }, /want `shards: 1` or more/);
  await check({ shards: 0, config }, /config\.targets\[0\]: each of 2 pods would probe it on a/);
  await check({ shards: 0, config: 'targets: [{ name: shop }]' }, /config\.targets\[0\]: each/);
  await check(
    { shards: 0, config: { discovery: [{ interval: 'scrape' }, { files: ['a'] }] } },
    /config\.discovery\[1\]: each/,
  );
  await check({ config: 'modules: {' }, /config: got a text that is no map of YAML/);
  await check({ config: { targets: 'shop' } }, /'\/config\/targets': got string/);
  await check({ webConfig: null }, /missing property 'webConfig'/);
});

test('targets on scrape need no shards', async (t) => {
  const onScrape = [{ ...SHOP, interval: 'scrape' }];
  const defaults = { interval: 'scrape' };

  await rendered(t, { shards: 0, config: { modules: MODULES, targets: onScrape } });
  await rendered(t, { shards: 0, config: { modules: MODULES, defaults, targets: [SHOP] } });
  // What the exporter refuses with line and column is not for the chart to refuse without.
  await rendered(t, { shards: 0, config: 'targets: [a, 3]' });
  await rendered(t, { shards: 0, config: 'targets: shop' });
});
