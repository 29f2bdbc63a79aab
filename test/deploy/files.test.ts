import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
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

test('the Dockerfile copies what is there, pins its base, and does not run as root', () => {
  const lines = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').split('\n');
  const copied = lines
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));

  assert.deepEqual(
    copied.filter((path) => !existsSync(join(ROOT, path))),
    [],
  );
  assert.ok(
    lines.filter((line) => line.startsWith('FROM ')).every((line) => /:\d+\.\d+\.\d+/.test(line)),
  );
  assert.ok(lines.includes('USER node'));
});
