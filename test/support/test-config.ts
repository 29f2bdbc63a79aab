import type { Config, ListedTarget, Module } from '../../src/config/config.ts';
import type { Probe } from '../../src/probe.ts';

/** A config with these targets, as if it came from a file. */
export function testConfig(targets: readonly ListedTarget[], more: Partial<Config> = {}): Config {
  return {
    shown: async () => '',
    shownModules: new Map(),
    modules: new Map(targets.map(({ module }) => [module.name, module])),
    targets,
    discovery: [],
    pages: [],
    limits: { concurrency: 100 },
    access: { targets: 'any', deny: [], allow: [] },
    exposition: { created: 'all', buckets: [0.1, 1] },
    ...more,
  };
}

/** A target that runs every 10 s with a timeout of 5 s, if nothing else is said. */
export function testTarget(
  name: string,
  probe: Probe,
  { fingerprint = 'same', ...more }: Partial<ListedTarget & Module> = {},
): ListedTarget {
  const metrics = typeof probe.metrics === 'function' ? probe.metrics({}) : probe.metrics;
  const about = { name: 'test', probe, config: {}, fingerprint, metrics };
  const module = { ...about, timeoutMs: 5000, nameServers: [] };
  const text = `${name}.example`;
  const said = { name, module, text, address: text, target: text, intervalMs: 10_000, labels: {} };
  return { ...said, ...more };
}
