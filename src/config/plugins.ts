import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, parse, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Probe } from '../probe.ts';
import { type Path, type Problem, problem } from './problem.ts';
import { isProbe, shapeFaults } from './shape.ts';

export interface FoundProbe {
  readonly probe: Probe;
  readonly file: string;
  /** Changes with the file of a plugin that was given as a path. */
  readonly url: string;
  /** The entry of `plugins:` that brought it; undefined for a built-in probe. */
  readonly plugin: string | undefined;
}

export interface FoundProbes {
  /** Of all that there are, also of built-in ones that nobody asked for. */
  readonly names: readonly string[];
  readonly probes: ReadonlyMap<string, FoundProbe>;
  readonly problems: readonly Problem[];
}

export interface ProbePlaces {
  readonly builtIn: URL;
  readonly plugins: readonly string[];
  readonly configFile: string;
  /** Of built-in probes, only these are imported: each takes its time at the start. */
  readonly isWanted: (name: string) => boolean;
}

/** Built-in probes first, then those of each entry of `plugins:`; both by the same loader. */
export async function findProbes({
  builtIn,
  plugins,
  configFile,
  isWanted,
}: ProbePlaces): Promise<FoundProbes> {
  const probes = new Map<string, FoundProbe>();
  const fileOf = new Map<string, string>();
  const problems: Problem[] = [];

  async function add(files: () => Promise<readonly File[]>, path: Path, plugin?: string) {
    try {
      for (const { file, url } of await files()) {
        const { found, faults } = await importProbes(url);
        problems.push(...faults.map((fault) => problem(path, `${file}: ${fault}`)));
        for (const probe of found) {
          const { name } = probe;
          const other = fileOf.get(name) ?? file;
          const isOnly = other === file && !probes.has(name);
          fileOf.set(name, other);
          if (isOnly) probes.set(name, { probe, file, url, plugin });
          else problems.push(problem(path, twice(name, other, file)));
        }
      }
    } catch (thrown) {
      problems.push(problem(path, messageOf(thrown)));
    }
  }

  await add(async () => {
    const files = await builtInFiles(fileURLToPath(builtIn));
    for (const { name, file } of files) fileOf.set(name, file);
    return files.filter(({ name }) => isWanted(name));
  }, []);
  for (const [index, plugin] of plugins.entries()) {
    await add(() => pluginFiles(plugin, configFile), ['plugins', String(index)], plugin);
  }
  return { names: [...fileOf.keys()].sort(), probes, problems };
}

interface File {
  readonly file: string;
  readonly url: string;
}

interface BuiltInFile extends File {
  /** Also that of its probe. */
  readonly name: string;
}

function twice(name: string, first: string, second: string): string {
  return `two probes are named "${name}": one in ${first}, one in ${second}`;
}

/** Node imports each of them once per process, however often the config is loaded. */
async function builtInFiles(folder: string): Promise<readonly BuiltInFile[]> {
  const files = await probeFiles(folder);
  return files.map((file) => ({ name: parse(file).name, file, url: pathToFileURL(file).href }));
}

async function pluginFiles(plugin: string, configFile: string): Promise<readonly File[]> {
  if (!/^\.{1,2}([/\\]|$)/.test(plugin) && !isAbsolute(plugin)) {
    const file = resolvePackage(plugin, configFile);
    return [{ file, url: pathToFileURL(file).href }];
  }
  const path = resolve(dirname(configFile), plugin);
  if (!existsSync(path)) throw new Error(`${path}: there is no such file or folder`);
  const kind = await stat(path);
  const files = kind.isDirectory() ? await probeFiles(path) : [path];
  if (files.length === 0) throw new Error(`${path}: the folder has no .ts, .mts, .js or .mjs file`);
  return Promise.all(files.map(asChanged));
}

/**
 * A changed file is imported anew, since its time is part of its URL. The price: the version before stays in memory,
 * and what the file itself imports is not read again. Packages change with a restart only.
 */
async function asChanged(file: string): Promise<File> {
  const url = pathToFileURL(file);
  const { mtimeMs } = await stat(file);
  url.searchParams.set('mtime', String(mtimeMs));
  return { file, url: url.href };
}

/** Subfolders are private to the probes. */
async function probeFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && isProbeFile(entry.name))
    .map(({ name }) => join(folder, name))
    .sort();
}

function isProbeFile(name: string): boolean {
  return /\.m?[tj]s$/.test(name) && !/(\.d|\.test)\.m?[tj]s$/.test(name);
}

function resolvePackage(name: string, configFile: string): string {
  if (isBuiltin(name)) {
    throw new Error(`"${name}" is a part of Node, want a path such as "./${name}" or a package`);
  }
  // Without the conditions, a package that is for `import` alone is not found. The types do not know the option yet.
  const options: { paths?: string[]; conditions: ReadonlySet<string> } = {
    conditions: new Set(['node', 'import']),
  };
  try {
    return createRequire(configFile).resolve(name, options);
  } catch (cause) {
    const isFile = existsSync(resolve(dirname(configFile), name));
    const hint = isFile ? '; a path begins with "./"' : '';
    const missing = `no package "${name}" is installed beside the config file${hint}`;
    throw new Error(isMissing(cause) ? missing : messageOf(cause), { cause });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
}

interface Imported {
  readonly found: readonly Probe[];
  readonly faults: readonly string[];
}

async function importProbes(url: string): Promise<Imported> {
  let exported: unknown;
  try {
    exported = (await withinPatience(import(url))).default;
  } catch (thrown) {
    const isScript =
      thrown instanceof SyntaxError &&
      /Unexpected token 'export'|outside a module/.test(thrown.message);
    const hint = isScript
      ? '; the nearest package.json says "type": "commonjs", so name it .mts or .mjs'
      : '';
    return { found: [], faults: [`cannot be imported: ${messageOf(thrown)}${hint}`] };
  }
  const candidates: readonly unknown[] = Array.isArray(exported) ? exported : [exported];
  if (candidates.length === 0)
    return { found: [], faults: ['the default export is an empty list'] };
  const faults = candidates.flatMap((candidate, index) =>
    shapeFaults(candidate).map((fault) => (candidates.length > 1 ? `${index}: ${fault}` : fault)),
  );
  return { found: candidates.filter(isProbe), faults };
}

const PATIENCE_MS = 10_000;

/** A module that waits for ever at its top level must not hold this load and all that come after it. */
async function withinPatience(
  importing: Promise<{ readonly default?: unknown }>,
): Promise<{ readonly default?: unknown }> {
  const done = new AbortController();
  const late = sleep(PATIENCE_MS, undefined, { signal: done.signal }).then(() => {
    throw new Error(`its top level did not end within ${PATIENCE_MS / 1000} s`);
  });
  try {
    return await Promise.race([importing, late]);
  } finally {
    done.abort();
    late.catch(() => {});
  }
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `threw ${thrown === null ? 'null' : `a ${typeof thrown}`}`;
  const [line = ''] = thrown.message.split('\n');
  return line.slice(0, 300) || thrown.name;
}
