import { DEFAULT_DENY } from '../net/guard.ts';
import type { Config, ListedTarget, Module } from './config.ts';
import { durationText } from './duration.ts';
import type { ReadModule } from './modules.ts';
import { isOn, labelOf } from './page-targets.ts';
import type { StatusPage } from './pages.ts';
import type { FoundProbe } from './plugins.ts';
import { type Path, type Problem, problem } from './problem.ts';
import { find, type Located } from './tree.ts';

interface Checked {
  readonly config: Config;
  readonly root: Located;
  readonly modules: ReadonlyMap<string, ReadModule>;
  readonly probes: ReadonlyMap<string, FoundProbe>;
  readonly plugins: readonly string[];
}

/** What is allowed, and probably not meant. */
export function warningsOf(checked: Checked): readonly Problem[] {
  const { targets } = checked.config;
  return [
    ...targets.flatMap(longTimeout),
    ...sameTargets(targets),
    ...[...checked.modules.values()].flatMap((module) => moduleWarnings(module, checked.probes)),
    ...accessWarnings(checked),
    ...unusedPlugins(checked),
    ...checked.config.pages.flatMap((page, index) => pageWarnings(page, index, checked.config)),
  ];
}

function longTimeout(
  { module: { name, timeoutMs }, intervalMs }: ListedTarget,
  index: number,
): readonly Problem[] {
  if (timeoutMs === undefined || intervalMs === 'scrape' || timeoutMs < intervalMs) return [];
  const timeout = `the timeout ${durationText(timeoutMs)} of module ${JSON.stringify(name)}`;
  const message = `${timeout} reaches the interval ${durationText(intervalMs)}: a slow run makes the next one skip`;
  return [problem(['targets', String(index)], message)];
}

function sameTargets(targets: readonly ListedTarget[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return targets.flatMap(({ name, module, address, intervalMs }, index) => {
    // Both ways at once may be wanted, to compare them.
    const key = JSON.stringify([module.name, address, intervalMs === 'scrape']);
    const first = seen.get(key);
    seen.set(key, first ?? name);
    if (first === undefined) return [];
    const message = `asks the same as the target ${JSON.stringify(first)}: same module, same address`;
    return [problem(['targets', String(index)], message)];
  });
}

function moduleWarnings(
  { path, located, probe, module }: ReadModule,
  probes: ReadonlyMap<string, FoundProbe>,
): readonly Problem[] {
  const idle = [...located.children.keys()].filter((key) => key !== probe?.name && probes.has(key));
  const warnings = idle.map((key): Problem => {
    const message = `not used: the prober is "${probe?.name}"`;
    return { path: [...path, key], message, about: 'key' };
  });
  if (located.children.has('timeout') && module?.timeoutMs === undefined) {
    warnings.push(problem([...path, 'timeout'], 'not positive, so it counts as none'));
  }
  return module === undefined ? warnings : [...warnings, ...probeWarnings(module, path)];
}

function probeWarnings({ probe, config }: Module, path: Path): readonly Problem[] {
  return saidBy([...path, probe.name], () => probe.warnings?.(config) ?? []);
}

/** The modules that cannot run here. */
export function unsupportedIn(modules: readonly Module[]): readonly Problem[] {
  return modules.flatMap(({ name, probe, config }) =>
    saidBy(['modules', name, probe.name], () => [probe.unsupported?.(config) ?? []].flat()),
  );
}

/** What a probe itself says of a module's settings. It may be a stranger's: it may throw and say anything. */
function saidBy(path: Path, say: () => readonly unknown[]): readonly Problem[] {
  try {
    return say().map((said) => ({ path, message: String(said), about: 'key' }));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.slice(0, 200) : typeof thrown;
    return [problem(path, `its warnings cannot be told: ${why}`)];
  }
}

function accessWarnings({
  config: { access, targets, discovery },
  root,
}: Checked): readonly Problem[] {
  const warnings: Problem[] = [];
  if (access.targets === 'listed' && targets.length + discovery.length === 0) {
    warnings.push(problem(['access', 'targets'], 'no target is listed, so none can be probed'));
  }
  const denied = new Set(access.deny.map(wholeNetwork));
  const open = DEFAULT_DENY.filter((network) => !denied.has(network));
  if (find(root, ['access', 'deny']) !== undefined && access.deny.length > 0 && open.length > 0) {
    const message = `takes the place of the default list, so these are open now: ${open.join(', ')}`;
    warnings.push(problem(['access', 'deny'], message));
  }
  return warnings;
}

/** What is discovered may bring any labels. */
function pageWarnings(
  page: StatusPage,
  index: number,
  { targets, discovery }: Config,
): readonly Problem[] {
  if (discovery.length > 0) return [];
  const path = ['pages', String(index)];
  const shown = targets.filter((target) => isOn(page, target));
  if (shown.length === 0) return [problem([...path, 'targets'], 'no target has these labels')];
  const { group } = page;
  if (group === undefined || shown.some((target) => labelOf(target, group) !== '')) return [];
  return [problem([...path, 'group'], `no target of this page has a label "${group}"`)];
}

function unusedPlugins({ config, probes, plugins }: Checked): readonly Problem[] {
  const used = new Set(
    [...config.modules.values()].map(({ probe }) => probes.get(probe.name)?.plugin),
  );
  return plugins.flatMap((plugin, index) =>
    used.has(plugin) ? [] : [problem(['plugins', String(index)], 'no module uses a probe of it')],
  );
}

/** An address alone is a network of one. */
function wholeNetwork(text: string): string {
  if (text.includes('/')) return text;
  return `${text}/${text.includes(':') ? 128 : 32}`;
}
