import type { Story } from '../account/story.ts';
import type { Sight } from '../account/summarize.ts';
import { sightOf, summaryOf } from '../account/summarize.ts';
import type { Summary } from '../account/summary.ts';
import { storyOf } from '../account/tell.ts';
import type { Change } from '../history/changes.ts';
import type { Result } from '../result.ts';
import { eachInSlices } from '../slices.ts';
import type { Local } from './local.ts';
import type { Glance, NamedChange, Overview, RecentRun } from './others.ts';
import type { Services } from './services.ts';

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
  const overviews = [await overviewOf(local), ...(await others.overviews())];
  return {
    sights: new Map(overviews.flatMap(({ sights }) => sights).map((sight) => [sight.name, sight])),
    recent: overviews
      .flatMap(({ recent }) => recent)
      .sort((a, b) => b.glance.startedAtMs - a.glance.startedAtMs)
      .slice(0, RECENT_RUNS),
    silent: others.count + 1 - overviews.length,
  };
}

/** By name, of those that are there. */
export async function summariesOf(
  { local, others }: Services,
  names: readonly string[],
): Promise<ReadonlyMap<string, Summary>> {
  const here = summariesHere(local, names);
  const known = new Set(here.map(({ name }) => name));
  const elsewhere = names.filter((name) => !known.has(name));
  const there = elsewhere.length === 0 ? [] : await others.summaries(elsewhere);
  return new Map([...here, ...there].map((summary) => [summary.name, summary]));
}

export async function storyNamed(
  { local, others }: Services,
  name: string,
): Promise<Story | undefined> {
  return storyHere(local, name) ?? (await others.story(name));
}

/** The newest first. */
export async function changesOf({ local, others }: Services): Promise<readonly NamedChange[]> {
  const all = [await changesHere(local), ...(await others.changes())];
  return newest(all.flat());
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

export function summariesHere({ engine }: Local, names: readonly string[]): readonly Summary[] {
  const now = Date.now();
  return names.flatMap((name) => {
    const target = engine.target(name);
    return target === undefined ? [] : [summaryOf(target, now)];
  });
}

/** Nothing if this process does not probe it. */
export function storyHere({ engine, config }: Local, name: string): Story | undefined {
  const target = engine.target(name);
  return target === undefined ? undefined : storyOf(target, config(), Date.now());
}

export async function changesHere({ engine }: Local): Promise<readonly NamedChange[]> {
  const all: NamedChange[] = [];
  await eachInSlices(engine.targets(), ({ listed, chronicle }) => {
    for (const change of chronicle.changes())
      if (isNews(change)) all.push({ ...change, name: listed.name });
  });
  return newest(all);
}

/** Not that the first run found it up. */
function isNews({ from, to }: Change): boolean {
  return from !== to && !(from === 'unknown' && to === 'up');
}

function newest(changes: readonly NamedChange[]): readonly NamedChange[] {
  return changes.toSorted((a, b) => b.atMs - a.atMs).slice(0, CHANGES);
}

function glanceAt(result: Result): Glance {
  const { outcome, startedAtMs, seconds } = result;
  if (outcome === 'success') return { outcome, startedAtMs, seconds };
  const { reason, phase, ownTrouble } = result;
  return { outcome, startedAtMs, seconds, reason, phase, ownTrouble };
}
