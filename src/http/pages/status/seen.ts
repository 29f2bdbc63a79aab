import type { RunAccount, Story } from '../../../account/story.ts';
import type { Summary } from '../../../account/summary.ts';
import type { Hideable, StatusPage } from '../../../config/pages.ts';

// What is hidden is taken out before anybody shows it, so that no way of showing can let it slip. What an account may hold
// some day is not shown before it is listed here.

/** As much of a target as the readers of a page may see; what they may not is empty or not there. */
export function seenOn({ hide }: StatusPage, summary: Summary): Summary {
  const why = keysSeen(OF_FAILURES, hide);
  return {
    ...NOTHING_SEEN,
    ...only(summary, ['name', 'interval', 'state', 'sinceMs', 'lastRunAtMs', 'seconds']),
    ...only(summary, keysSeen(OF_SUMMARIES, hide)),
    ...only(summary, why),
    trail: summary.trail.map((point) => ({
      ...only(point, ['state', 'startedAtMs', 'seconds']),
      ...only(point, keysSeen(OF_POINTS, hide)),
    })),
  };
}

/** The same of all that is known of it. How it is configured, and the log, are for nobody but the operator. */
export function storySeenOn(page: StatusPage, story: Story): Story {
  const { hide } = page;
  const why = keysSeen(OF_FAILURES, hide);
  return {
    ...seenOn(page, story),
    ...only(story, ['timeoutSeconds']),
    settings: '',
    // Where a run stopped says why, too.
    runs: hide.includes('reason') ? [] : story.runs.map((run) => runSeenOn(page, run)),
    changes: story.changes.map((change) => ({
      ...only(change, ['atMs', 'from', 'to']),
      ...only(change, why),
    })),
  };
}

function runSeenOn({ hide }: StatusPage, run: RunAccount): RunAccount {
  const times = ['startedAtMs', 'seconds', 'errorSeconds', 'timeoutSeconds'] as const;
  const seen = {
    ...only(run, ['id', 'state', ...times]),
    ...only(run, keysSeen(OF_FAILURES, hide)),
    // Both are for who runs the exporter; Prometheus has what was measured.
    samples: [],
    log: [],
  };
  if (!hide.includes('evidence')) return { ...seen, ...only(run, ['spans', 'evidence']) };
  // What a span is about is a name or an address.
  const spans = run.spans.map((span) => only(span, ['phase', 'start', 'seconds']));
  return { ...seen, spans, evidence: [] };
}

const NOTHING_SEEN = { address: '', module: '', prober: '', labels: {} } as const;

const OF_SUMMARIES = {
  address: ['address'],
  module: ['module', 'prober'],
  labels: ['labels'],
  evidence: ['certificateExpiresAtMs'],
} as const;
const OF_FAILURES = { reason: ['reason', 'phase'], detail: ['detail'] } as const;
const OF_POINTS = { reason: ['reason', 'phase'] } as const;

/** Those that none of the hidden words stands for. */
function keysSeen<Key extends string>(
  keys: Readonly<Partial<Record<Hideable, readonly Key[]>>>,
  hide: readonly Hideable[],
): readonly Key[] {
  const words = Object.keys(keys) as Hideable[];
  return words.filter((word) => !hide.includes(word)).flatMap((word) => keys[word] ?? []);
}

/** A copy of those that are there. */
function only<Account extends object, Key extends keyof Account>(
  account: Account,
  keys: readonly Key[],
): Pick<Account, Key> {
  const there = keys.filter((key) => account[key] !== undefined);
  return Object.fromEntries(there.map((key) => [key, account[key]])) as Pick<Account, Key>;
}
