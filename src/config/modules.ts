import type { MetricSpecs } from '../metrics/metrics.ts';
import type { Probe } from '../probe.ts';
import { startPauses } from '../slices.ts';
import type { Module } from './config.ts';
import { moduleEnvelope } from './envelope.ts';
import { fingerprintOf } from './fingerprint.ts';
import { deepFreeze } from './freeze.ts';
import { areMetricSpecs, copyMetricSpecs, metricSpecFaults } from './metric-specs.ts';
import type { FoundProbes } from './plugins.ts';
import { type Checked, type Path, type Problem, problem } from './problem.ts';
import { revealed } from './secrets.ts';
import type { Located } from './tree.ts';
import { check, isNothing } from './validate.ts';

/** What can be said of a module: its probe may be known even if its settings are wrong. */
export interface ReadModule {
  readonly path: Path;
  readonly located: Located;
  readonly probe: Probe | undefined;
  readonly module: Module | undefined;
  readonly problems: readonly Problem[];
  /** What its blocks keep as secrets, under whatever key. */
  readonly secrets: readonly string[];
}

type Probes = FoundProbes['probes'];

/** Whether `modules:` asks for a probe, as the prober of a module or with a block. */
export function namedIn(located: Located | undefined): (name: string) => boolean {
  const entries = entriesOf(located).map(([, entry]) => entry);
  const names = new Set(entries.flatMap((entry) => [proberOf(entry), ...entry.children.keys()]));
  return (name) => names.has(name);
}

/** Each `modules:` entry: its envelope, then every block in it by the schema of the probe that the block is for. */
export async function readModules(
  located: Located | undefined,
  { names, probes }: Pick<FoundProbes, 'names' | 'probes'>,
  nameServers: readonly string[],
): Promise<ReadonlyMap<string, ReadModule>> {
  const envelope = moduleEnvelope(names);
  const modules = new Map<string, ReadModule>();
  const pause = startPauses();
  for (const [name, entry] of entriesOf(located)) {
    modules.set(name, await readModule(name, entry, { envelope, probes, nameServers }));
    await pause();
  }
  return modules;
}

function entriesOf(located: Located | undefined): readonly (readonly [string, Located])[] {
  return located?.kind === 'mapping' ? [...located.children] : [];
}

interface Known {
  readonly envelope: ReturnType<typeof moduleEnvelope>;
  readonly probes: Probes;
  /** For modules that name none. */
  readonly nameServers: readonly string[];
}

// A timer cannot be set further ahead.
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

async function readModule(
  name: string,
  located: Located,
  { envelope, probes, ...defaults }: Known,
): Promise<ReadModule> {
  const path = ['modules', name];
  if (isNothing(located)) {
    const problems = [problem(path, 'the module is empty, want at least "prober:"')];
    return { path, located, probe: undefined, module: undefined, problems, secrets: [] };
  }
  const head = await check(envelope, { located, path });
  const found = probes.get(proberOf(located));
  const probe = found?.probe;
  const own = probe && (await readBlock(probe, located, path));
  const others = await readOtherBlocks(probe, located, path, probes);
  const blocks = own === undefined ? others : [own, ...others];
  const problems = [head, ...blocks].flatMap((read) =>
    read.outcome === 'invalid' ? read.problems : [],
  );
  const secrets = blocks.flatMap((block) =>
    block.outcome === 'valid' ? revealed(block.value.config) : [],
  );
  const read = { path, located, probe, problems, secrets };
  if (head.outcome === 'invalid' || own?.outcome !== 'valid' || probe === undefined) {
    return { ...read, module: undefined };
  }
  const { config, metrics } = own.value;
  const { timeout, name_servers = defaults.nameServers } = head.value;
  const nameServers = Object.freeze(name_servers);
  const fingerprint = fingerprintOf(located, found?.url ?? '', ...nameServers);
  const timeoutMs = usableTimeout(timeout);
  return {
    ...read,
    module: Object.freeze({ name, probe, config, fingerprint, timeoutMs, nameServers, metrics }),
  };
}

/** 0 and less mean "none" to blackbox_exporter. */
function usableTimeout(ms: number | undefined): number | undefined {
  return ms !== undefined && ms > 0 ? Math.min(ms, LONGEST_TIMEOUT_MS) : undefined;
}

function proberOf({ children }: Located): string {
  const prober = children.get('prober');
  return String(prober?.text ?? prober?.value);
}

interface Block {
  readonly config: unknown;
  readonly metrics: MetricSpecs;
}

/** Blocks for other probes than the module's own do nothing, and are checked all the same. */
async function readOtherBlocks(
  own: Probe | undefined,
  module: Located,
  path: Path,
  probes: Probes,
): Promise<readonly Checked<Block>[]> {
  const blocks: Checked<Block>[] = [];
  for (const [key, block] of module.children) {
    const found = key === own?.name || isNothing(block) ? undefined : probes.get(key);
    if (found !== undefined) blocks.push(await readBlock(found.probe, module, path));
  }
  return blocks;
}

async function readBlock(probe: Probe, module: Located, path: Path): Promise<Checked<Block>> {
  const at = [...path, probe.name];
  const located = module.children.get(probe.name);
  const config = await check(probe.config, { located, path: at });
  if (config.outcome === 'invalid') return config;
  return readMetrics(probe, deepFreeze(config.value), at);
}

function readMetrics(probe: Probe, config: unknown, path: Path): Checked<Block> {
  const { metrics: declared } = probe;
  let metrics: unknown;
  try {
    metrics = typeof declared === 'function' ? declared(config) : declared;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.slice(0, 200) : typeof thrown;
    return { outcome: 'invalid', problems: [problem(path, `its metrics cannot be told: ${why}`)] };
  }
  if (!areMetricSpecs(metrics)) {
    const faults = metricSpecFaults(metrics);
    const problems = faults.map((fault) => problem(path, `the metric ${fault}`));
    return { outcome: 'invalid', problems };
  }
  const specs = deepFreeze(copyMetricSpecs(metrics));
  return { outcome: 'valid', value: { config, metrics: specs } };
}
