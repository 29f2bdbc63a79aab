import type { Config, ListedTarget, Module } from '../config/config.ts';
import { didYouMean } from '../config/suggest.ts';
import { withTargetsInFiles } from '../discovery/in-files.ts';
import type { Job } from '../job.ts';
import { listedJob, requestedJob } from '../jobs.ts';
import { shown } from '../net/shown.ts';
import type { Terminal } from './command.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/** The jobs of targets that stand on the command line. Throws an error for people that names all that are unfit. */
export async function jobsOfTargets(
  { modules }: Config,
  name: string,
  targets: readonly string[],
  timeoutMs: number | undefined,
): Promise<readonly Job[]> {
  const module = modules.get(name);
  if (module === undefined)
    throw new Error(`no module is named "${name}"; there are ${[...modules.keys()].join(', ')}`);
  const longestMs = timeoutMs ?? module.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const unfit: string[] = [];
  const jobs: Job[] = [];
  for (const target of targets) {
    const job = await jobOrFault(module, target, longestMs);
    if (typeof job === 'string') unfit.push(job);
    else jobs.push(job);
  }
  if (unfit.length > 0) throw new Error(shortList(unfit, '\n'));
  return jobs;
}

/** The jobs of targets that the config lists, also in files; all if no name is given. */
export async function jobsOfListed(
  config: Config,
  names: readonly string[],
  timeoutMs: number | undefined,
  { complain }: Terminal,
): Promise<readonly Job[]> {
  const { config: whole, problems, urls } = await withTargetsInFiles(config);
  for (const problem of problems) complain(`${problem}\n`);
  if (urls > 0) complain(`warning: ${urls} URLs not asked for targets\n`);
  if (whole.targets.length === 0) throw new Error('the configuration lists no targets');
  const jobs = named(whole.targets, names).map(listedJob);
  return timeoutMs === undefined ? jobs : jobs.map((job) => ({ ...job, timeoutMs }));
}

async function jobOrFault(
  module: Module,
  target: string,
  timeoutMs: number,
): Promise<Job | string> {
  try {
    return await requestedJob(module, target, undefined, timeoutMs);
  } catch (error) {
    return `${shown(target)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function named(
  targets: readonly ListedTarget[],
  names: readonly string[],
): readonly ListedTarget[] {
  if (names.length === 0) return targets;
  const byName = new Map(targets.map((target) => [target.name, target]));
  const unknown = names.filter((name) => !byName.has(name));
  if (unknown.length > 0) {
    const [first = ''] = unknown;
    const guess = unknown.length === 1 ? didYouMean(first, byName.keys()) : '';
    const quoted = unknown.map((name) => shown(name));
    throw new Error(`no target is named ${shortList(quoted, ', ')}${guess}`);
  }
  return names.flatMap((name) => byName.get(name) ?? []);
}

const MOST_TOLD = 10;

function shortList(texts: readonly string[], separator: string): string {
  const more = texts.length - MOST_TOLD;
  return (
    texts.slice(0, MOST_TOLD).join(separator) + (more > 0 ? `${separator}and ${more} more` : '')
  );
}
