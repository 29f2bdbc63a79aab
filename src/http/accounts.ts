import { setImmediate } from 'node:timers/promises';
import type { Story } from '../account/story.ts';
import type { Sight } from '../account/summarize.ts';
import { sightOf, summaryOf, unseen } from '../account/summarize.ts';
import type { Summary } from '../account/summary.ts';
import { storyOf, tellChanges } from '../account/tell.ts';
import type { Target } from '../engine.ts';
import type { Change } from '../history/changes.ts';
import type { Result } from '../result.ts';
import { eachInSlices } from '../slices.ts';
import { type Filter, fits } from './filter.ts';
import type { Local } from './local.ts';
import type { Glance, NamedChange, Others, Overview, RecentRun } from './others.ts';
import type { Listed, Services } from './services.ts';

// What all processes of this exporter know together. Everything that is shown of targets comes from here.

export interface Accounts {
  /** By name. */
  readonly sights: ReadonlyMap<string, Sight>;
  /** Runs of targets that came with a request, newest first. */
  readonly recent: readonly RecentRun[];
  /** How many workers did not answer. */
  readonly silent: number;
}

export async function accountsOf({ local, others }: Services): Promise<Accounts> {
  const [here, there] = await Promise.all([overviewOf(local), others.overviews()]);
  const overviews = [here, ...there];
  const sights = new Map<string, Sight>();
  for (const overview of overviews)
    await eachInSlices(overview.sights, (sight) => sights.set(sight.name, sight));
  return {
    sights,
    recent: overviews
      .flatMap(({ recent }) => recent)
      .sort((a, b) => b.glance.startedAtMs - a.glance.startedAtMs)
      .slice(0, RECENT_RUNS),
    silent: others.count + 1 - overviews.length,
  };
}

/** Who knows what became of targets. */
interface Witnesses {
  readonly local: Pick<Local, 'engine'>;
  readonly others: Pick<Others, 'summaries'>;
}

/** By name, of those that are there. */
export async function summariesOf(
  { local, others }: Witnesses,
  names: readonly string[],
): Promise<ReadonlyMap<string, Summary>> {
  const here = await summariesHere(local, names);
  const known = new Set(here.map(({ name }) => name));
  const elsewhere = names.filter((name) => !known.has(name));
  const there = elsewhere.length === 0 ? [] : await others.summaries(elsewhere);
  return new Map([...here, ...there].map((summary) => [summary.name, summary]));
}

// As many as are told and written in a fraction of a millisecond.
const AT_ONCE = 20;

/**
 * Of many targets, some at a time. Who did not say what it sees of its targets is not asked again and waited for: of them
 * there is what the configuration says.
 */
export async function* summariesInTurns(
  witnesses: Witnesses,
  targets: readonly Listed[],
  sights: Accounts['sights'],
): AsyncGenerator<readonly Summary[], void, undefined> {
  for (let at = 0; at < targets.length; at += AT_ONCE) {
    const some = targets.slice(at, at + AT_ONCE);
    const names = some.map(({ listed }) => listed.name).filter((name) => sights.has(name));
    const summaries = await summariesOf(witnesses, names);
    yield some.map((target) => summaries.get(target.listed.name) ?? unseen(target));
    await setImmediate();
  }
}

export async function storyNamed(
  { local, others }: Services,
  name: string,
): Promise<Story | undefined> {
  return storyHere(local, name) ?? (await others.story(name));
}

/** Of the targets that fit, the newest first. */
export async function changesOf(
  { local, others }: Services,
  filter: Filter,
): Promise<readonly NamedChange[]> {
  const [here, there] = await Promise.all([changesHere(local, filter), others.changes(filter)]);
  return newest([here, ...there].flat());
}

const RECENT_RUNS = 50;
const CHANGES = 100;

/** What this process knows of its targets and its last runs. */
export async function overviewOf({ engine, history }: Local): Promise<Overview> {
  const now = Date.now();
  const sights: Sight[] = [];
  await eachInSlices(engine.targets(), (target) => sights.push(sightOf(target, now)));
  const recent = history
    .all()
    .slice(0, RECENT_RUNS)
    .map(({ id, job, result }) => {
      const { module, address } = job;
      return { id, module, address, glance: glanceAt(result) };
    });
  return { sights, recent };
}

export async function summariesHere(
  { engine }: Witnesses['local'],
  names: readonly string[],
): Promise<readonly Summary[]> {
  const now = Date.now();
  const summaries: Summary[] = [];
  await eachInSlices(names, (name) => {
    const target = engine.target(name);
    if (target !== undefined) summaries.push(summaryOf(target, now));
  });
  return summaries;
}

/** Nothing if this process does not probe it. */
export function storyHere({ engine, config }: Local, name: string): Story | undefined {
  const target = engine.target(name);
  return target === undefined ? undefined : storyOf(target, config(), Date.now());
}

export async function changesHere(
  { engine }: Local,
  filter: Filter,
): Promise<readonly NamedChange[]> {
  let news: readonly OfTarget[] = [];
  let more: OfTarget[] = [];
  await eachInSlices(engine.targets(), (target) => {
    if (!fits(target.listed, filter)) return;
    for (const change of target.chronicle.changes.all()) more.push({ ...change, target });
    // What is too old goes at once: all of them together would take long to sort.
    if (more.length < CHANGES) return;
    news = newest([...news, ...more]);
    more = [];
  });
  const told: NamedChange[] = [];
  await eachInSlices(newest([...news, ...more]), ({ target, ...change }) => {
    const { name } = target.listed;
    told.push(...tellChanges(target, [change]).map((one) => ({ ...one, name })));
  });
  return told;
}

type OfTarget = Change & { readonly target: Target };

function newest<Of extends Pick<Change, 'atMs'>>(changes: readonly Of[]): readonly Of[] {
  return changes.toSorted((a, b) => b.atMs - a.atMs).slice(0, CHANGES);
}

function glanceAt(result: Result): Glance {
  const { outcome, startedAtMs, seconds } = result;
  if (outcome === 'success') return { outcome, startedAtMs, seconds };
  const { reason, phase, ownTrouble } = result;
  return { outcome, startedAtMs, seconds, reason, phase, ownTrouble };
}
