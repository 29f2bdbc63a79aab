import type { Sight } from '../../../account/summarize.ts';
import { eachInSlices } from '../../../slices.ts';
import type { Listed } from '../../services.ts';
import { isExpiringAt, isSlow } from './marks.ts';
import { type Entry, order } from './order.ts';
import type { Query } from './query.ts';
import { keepTally, type Tally, type TallyKeeper } from './tally.ts';

/** What of the targets a query asks for, and what it leaves out. */
export interface Chosen extends Pick<Survey, 'labels' | 'slow' | 'expiring'> {
  /** Of one page, in order. */
  readonly targets: readonly Listed[];
  /** Of all targets. */
  readonly all: Tally;
  /** Of those that fit, on all pages. */
  readonly fitting: Tally;
  /** Of all targets, whether they fit or not, by the value of the label that groups them. */
  readonly groups: ReadonlyMap<string, Tally>;
  readonly page: number;
  readonly pages: number;
}

const PAGE_SIZE = 200;

/** However many there are, nothing else has to wait for it. */
export async function choose(
  targets: readonly Listed[],
  sights: ReadonlyMap<string, Sight>,
  query: Query,
  nowMs: number,
): Promise<Chosen> {
  const survey = startSurvey(query, nowMs);
  await eachInSlices(targets, (target) => survey.see(target, sights.get(target.listed.name)));
  const { entries, labels, slow, expiring } = survey;
  const groups = new Map([...survey.groups].map(([group, { tally }]) => [group, tally()]));
  const pages = Math.max(1, Math.ceil(entries.length / PAGE_SIZE));
  const page = Math.min(query.page, pages);
  const ordered = await order(entries, { sort: query.sort, groups, first: page * PAGE_SIZE });
  return {
    targets: ordered.slice((page - 1) * PAGE_SIZE).map(({ target }) => target),
    all: survey.all.tally(),
    fitting: survey.fitting.tally(),
    groups,
    labels,
    slow,
    expiring,
    page,
    pages,
  };
}

interface Survey {
  see(this: void, target: Listed, sight: Sight | undefined): void;
  readonly all: TallyKeeper;
  readonly fitting: TallyKeeper;
  readonly groups: ReadonlyMap<string, TallyKeeper>;
  /** Those that fit. */
  readonly entries: readonly Entry[];
  /** Names of labels that targets have. */
  readonly labels: ReadonlySet<string>;
  readonly slow: number;
  readonly expiring: number;
}

// As many as one can choose from.
const MOST_LABELS = 30;

function startSurvey(query: Query, nowMs: number): Survey {
  const all = keepTally();
  const fitting = keepTally();
  const groups = new Map<string, TallyKeeper>();
  const entries: Entry[] = [];
  const labels = new Set(['module']);
  const counts = { slow: 0, expiring: 0 };
  return {
    see(target, sight) {
      const { listed } = target;
      const marks = marksOf(target, sight, nowMs);
      if (marks.slow) counts.slow += 1;
      if (marks.expiring) counts.expiring += 1;
      if (labels.size < MOST_LABELS) for (const name in listed.labels) labels.add(name);
      const group = query.group === undefined ? '' : groupOf(target, query.group);
      const keeper = groups.get(group) ?? keepTally();
      groups.set(group, keeper);
      const isFit = fits(target, sight, marks, query);
      if (isFit) entries.push({ target, sight, group });
      for (const { add } of isFit ? [all, keeper, fitting] : [all, keeper])
        add(sight?.state ?? 'unknown', sight?.lastRunAtMs !== undefined);
    },
    all,
    fitting,
    groups,
    entries,
    labels,
    get slow() {
      return counts.slow;
    },
    get expiring() {
      return counts.expiring;
    },
  };
}

interface Marks {
  readonly slow: boolean;
  readonly expiring: boolean;
}

function marksOf({ job }: Listed, sight: Sight | undefined, nowMs: number): Marks {
  const { seconds = 0, certificateExpiresAtMs: atMs } = sight ?? {};
  return {
    slow: isSlow(seconds, job.timeoutMs),
    expiring: atMs !== undefined && isExpiringAt(atMs, nowMs),
  };
}

function fits(
  { listed, job }: Listed,
  sight: Sight | undefined,
  marks: Marks,
  { state, slow, expiring, search }: Query,
): boolean {
  if (state !== undefined && (sight?.state ?? 'unknown') !== state) return false;
  if ((slow && !marks.slow) || (expiring && !marks.expiring)) return false;
  if (search === '') return true;
  const said = [listed.name, job.address, job.module, ...Object.values(listed.labels)];
  return said.some((text) => text.toLowerCase().includes(search));
}

/** Also by what every series is labelled with; empty for those without the label. */
export function groupOf({ listed, job }: Listed, label: string): string {
  const own = Object.hasOwn(listed.labels, label) ? listed.labels[label] : undefined;
  return own ?? (label === 'module' ? job.module : '');
}
