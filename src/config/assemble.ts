import { readSources } from '../discovery/sources.ts';
import type { Config } from './config.ts';
import type { ParsedText } from './document.ts';
import * as envelope from './envelope.ts';
import { deepFreeze } from './freeze.ts';
import { familyProblems } from './metric-clashes.ts';
import { namedIn, type ReadModule, readModules } from './modules.ts';
import { readPages } from './pages.ts';
import { findProbes } from './plugins.ts';
import type { Checked, Problem } from './problem.ts';
import type { Secrets } from './secrets.ts';
import { showAgain } from './show-again.ts';
import { shownModule } from './shown.ts';
import type { Schema } from './standard-schema.ts';
import { readTargets, unknownModule } from './targets.ts';
import { emptied, type Located, withChildren } from './tree.ts';
import { check, isNothing } from './validate.ts';
import { unsupportedIn, warningsOf } from './warnings.ts';

export interface Assembled {
  readonly config: Checked<Config>;
  /** What cannot work here and stops nothing else. */
  readonly unsupported: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly secrets: Secrets;
}

interface Surroundings {
  /** What the root was read from. */
  readonly text: string;
  readonly builtIn: URL;
  readonly configFile: string;
}

/** Makes a config of a file's values. Goes on behind a fault, so that all are found at once. */
export async function assemble(
  { root, secrets: known }: Pick<ParsedText, 'root' | 'secrets'>,
  { text, builtIn, configFile }: Surroundings,
): Promise<Assembled> {
  const sections = await readSections(root);
  const { defaults, plugins, ...settings } = sections;
  const written = root.children.get('modules');
  const isWanted = namedIn(written);
  const found = await findProbes({ builtIn, plugins, configFile, isWanted });
  const { probes, problems: pluginProblems } = found;
  const read = await readModules(written, found, defaults.name_servers);
  const modules = [...read.values()].flatMap(({ module }) => module ?? []);
  const { targets, problems: targetProblems } = await readTargets(root.children.get('targets'), {
    modules: read,
    intervalMs: defaults.interval,
    buckets: sections.exposition.buckets,
  });
  const { sources, problems: sourceProblems } = await readSources(root.children.get('discovery'), {
    configFile,
    intervalMs: defaults.interval,
  });
  const { pages, problems: pageProblems } = await readPages(root.children.get('pages'));
  const secrets = allSecrets(known, read);
  const problems = [
    ...sections.problems,
    ...pluginProblems,
    ...[...read.values()].flatMap((module) => module.problems),
    ...targetProblems,
    ...sourceProblems,
    ...sources.flatMap(({ module, path }) =>
      module === undefined || read.has(module) ? [] : unknownModule(module, path, read),
    ),
    ...pageProblems,
    ...familyProblems(modules),
  ];
  if (problems.length > 0)
    return { config: { outcome: 'invalid', problems }, unsupported: [], warnings: [], secrets };
  const { limits, access, exposition } = settings;
  const config: Config = Object.freeze({
    shown: () => showAgain({ text, secretTexts: secrets.texts }),
    shownModules: new Map(
      [...read].map(([name, { located }]) => [name, shownModule(name, located, secrets)]),
    ),
    modules: new Map(modules.map((module) => [module.name, module])),
    targets: Object.freeze(targets),
    discovery: Object.freeze(sources),
    pages: Object.freeze(pages),
    ...deepFreeze({ limits, access, exposition }),
  });
  const warnings = warningsOf({ config, root, modules: read, probes, plugins });
  const unsupported = unsupportedIn(modules);
  return { config: { outcome: 'valid', value: config }, unsupported, warnings, secrets };
}

/** All but modules and targets. A section with a fault counts as left out. */
async function readSections(root: Located) {
  const problems: Problem[] = [];

  async function section<Output>(
    key: string,
    schema: Schema<Output>,
    instead: Output,
  ): Promise<Output> {
    const located = root.children.get(key);
    if (located === undefined || isNothing(located)) return instead;
    const checked = await check(schema, { located, path: [key] });
    if (checked.outcome === 'valid') return checked.value;
    problems.push(...checked.problems);
    return instead;
  }

  const top = await check(envelope.topLevel, { located: withoutDepths(root), path: [] });
  if (top.outcome === 'invalid') problems.push(...top.problems);
  return {
    problems,
    defaults: await section('defaults', envelope.defaults, envelope.defaults.parse({})),
    limits: await section('limits', envelope.limits, envelope.limits.parse({})),
    access: await section('access', envelope.access, envelope.access.parse({})),
    exposition: await section('exposition', envelope.exposition, envelope.exposition.parse({})),
    plugins: await section('plugins', envelope.plugins, []),
  };
}

/** Nobody asks yet what is in a module or a target, and it may be a hundred thousand values. */
function withoutDepths(root: Located): Located {
  return withChildren(root, (section) => withChildren(section, emptied));
}

/** Those that their keys give away, and those that a probe's schema knows as secrets. */
function allSecrets({ places, texts }: Secrets, modules: ReadonlyMap<string, ReadModule>): Secrets {
  const known = [...modules.values()].flatMap(({ secrets }) => secrets);
  return { places, texts: new Set([...texts, ...known]) };
}
