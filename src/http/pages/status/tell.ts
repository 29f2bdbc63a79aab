import { setImmediate } from 'node:timers/promises';
import { type Sight, unseen } from '../../../account/summarize.ts';
import type { Summary } from '../../../account/summary.ts';
import { isOn, labelOf } from '../../../config/page-targets.ts';
import type { StatusPage } from '../../../config/pages.ts';
import { eachInSlices } from '../../../slices.ts';
import { accountsOf, storyNamed, summariesOf } from '../../accounts.ts';
import type { Listed, Services } from '../../services.ts';
import { keepTally } from '../index/tally.ts';
import { seenOn, storySeenOn } from './seen.ts';
import type { ToldSheet, ToldTarget } from './told.ts';

// More are on further sheets: nobody reads so many, and each holds its last runs.
const TARGETS_PER_SHEET = 100;
const MOST_FAILING = 20;

/** What a page says of its targets, in the order of the configuration; undefined if it has no such sheet. */
export async function tellSheet(
  services: Services,
  page: StatusPage,
  sheet: number,
): Promise<ToldSheet | undefined> {
  const { sights, silent } = await accountsOf(services);
  const { rows, tally, failing } = await rowsOf(services, page, sights);
  const sheets = Math.max(1, Math.ceil(rows.length / TARGETS_PER_SHEET));
  if (sheet > sheets) return undefined;
  const last = sheet * TARGETS_PER_SHEET;
  const shown = rows.slice(last - TARGETS_PER_SHEET, last);
  const summaries = await summariesInTurns(
    services,
    shown.map(({ target }) => target.listed.name),
  );
  const groups = [...Map.groupBy(shown, ({ group }) => group)].map(([title, members]) => ({
    title,
    targets: members.map(({ target }) =>
      seenOn(page, summaries.get(target.listed.name) ?? unseen(target)),
    ),
  }));
  const { description, announcements } = page;
  const about = { ...headingOf(page), announcements: announcements.map((one) => ({ ...one })) };
  return {
    page: { ...about, ...(description !== undefined && { description }) },
    atMs: Date.now(),
    sheet,
    sheets,
    ...tally,
    failing,
    silent,
    groups,
  };
}

/** One target of a page; undefined if the page has none of this name. */
export async function tellTarget(
  services: Services,
  page: StatusPage,
  name: string,
): Promise<ToldTarget | undefined> {
  const target = services.engine.targets().find(({ listed }) => listed.name === name);
  if (target === undefined || !isOn(page, target.listed)) return undefined;
  const story = await storyNamed(services, name);
  if (story === undefined) return undefined;
  return { page: headingOf(page), atMs: Date.now(), story: storySeenOn(page, story) };
}

function headingOf({ name, title, hide }: StatusPage): ToldTarget['page'] {
  return { name, title, hide: [...hide] };
}

interface Row {
  readonly target: Listed;
  readonly group: string;
}

/** Of all targets of the page, whatever sheet they are on. */
async function rowsOf({ engine }: Services, page: StatusPage, sights: ReadonlyMap<string, Sight>) {
  const groups = new Map<string, Row[]>();
  const failing: string[] = [];
  const { add, tally } = keepTally();
  await eachInSlices(engine.targets(), (target: Listed) => {
    const { listed } = target;
    if (!isOn(page, listed)) return;
    const { state = 'unknown', lastRunAtMs } = sights.get(listed.name) ?? {};
    add(state, lastRunAtMs !== undefined);
    if (state === 'down' && failing.length < MOST_FAILING) failing.push(listed.name);
    const group = page.group === undefined ? '' : labelOf(listed, page.group);
    const members = groups.get(group) ?? [];
    groups.set(group, members);
    members.push({ target, group });
  });
  const rows = [...groups].sort(([a], [b]) => byTitle(a, b)).flatMap(([, members]) => members);
  return { rows, tally: tally(), failing };
}

/** Who is in no group comes last. */
function byTitle(a: string, b: string): number {
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}

// As many as take a fraction of a millisecond.
const AT_ONCE = 20;

async function summariesInTurns(
  services: Services,
  names: readonly string[],
): Promise<ReadonlyMap<string, Summary>> {
  const all: (readonly [string, Summary])[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    all.push(...(await summariesOf(services, names.slice(at, at + AT_ONCE))));
    await setImmediate();
  }
  return new Map(all);
}
