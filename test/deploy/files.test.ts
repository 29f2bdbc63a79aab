import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { loadConfig } from '../../src/config/load.ts';
import { promtool } from '../support/programs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('the samples are valid, without a warning', async () => {
  for (const file of ['deploy/exporter.yml', 'deploy/demo.yml']) {
    const loaded = await loadConfig(join(ROOT, file), { builtIn: BUILT_IN_PROBES });

    assert.ok(loaded.outcome === 'loaded', JSON.stringify(loaded));
    assert.deepEqual(loaded.warnings, [], file);
    assert.ok(loaded.config.targets.length > 3);
  }
});

test('promtool accepts the Prometheus configuration', async () => {
  assert.match(
    await promtool('check', 'config', join(ROOT, 'deploy/prometheus/prometheus.yml')),
    /SUCCESS/,
  );
});
