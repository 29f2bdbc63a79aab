import type { Reason } from '../failure.ts';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { addAll, type Entry, entriesOf } from './families.ts';
import { createHistogram } from './histogram.ts';
import type { Instant } from './instant.ts';
import type { Labels } from './metrics.ts';
import type { Head, Table } from './table.ts';

/** What is remembered of one scheduled target, from the moment it came in. */
export interface Memory {
  record(this: void, result: Result): void;
  skipped(this: void, runs: number): void;
  addTo(this: void, table: Table): void;
}

const STATES = ['up', 'down', 'unknown'] as const;
type State = (typeof STATES)[number];

const LAST_RUN: Head = {
  name: 'probe_last_run_timestamp_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'When the last run started.',
};
const LATENCY: Head = {
  name: 'probe_latency_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'How long the runs took.',
};
const RUNS: Head = {
  name: 'probe_runs_total',
  type: 'counter',
  help: 'Runs that ended, by outcome.',
};
const FAILURES: Head = {
  name: 'probe_failures_total',
  type: 'counter',
  help: 'Failed runs, by reason.',
};
const SKIPPED: Head = {
  name: 'probe_runs_skipped_total',
  type: 'counter',
  help: 'Runs that were due and did not start, mostly because the one before still ran.',
};
const TARGET: Head = {
  name: 'probe_target_info',
  type: 'info',
  help: 'How the target is probed.',
};
const STATE: Head = {
  name: 'probe_state',
  type: 'stateset',
  help: 'Whether the target is up; unknown before its first run and when the trouble is our own.',
};

export function createMemory(
  job: Job,
  interval: string,
  buckets: readonly number[],
  createdAt: Instant,
): Memory {
  // Labels are made once, so that writers can keep their text from scrape to scrape.
  const { labels } = job;
  const runLabels = {
    success: { ...labels, outcome: 'success' },
    failure: { ...labels, outcome: 'failure' },
  };
  const stateLabels = STATES.map((state) => ({ state, labels: { ...labels, probe_state: state } }));
  const intervalLabels: Labels = { ...labels, interval };
  const latency = createHistogram(buckets);
  const runs = { success: 0, failure: 0 };
  const failures = new Map<Reason, { readonly labels: Labels; count: number }>();
  let skipped = 0;
  let state: State = 'unknown';
  let last: readonly Entry[] = [];

  function count(reason: Reason): void {
    const known = failures.get(reason) ?? { labels: { ...labels, reason }, count: 0 };
    known.count += 1;
    failures.set(reason, known);
  }

  return {
    record(result) {
      runs[result.outcome] += 1;
      latency.observe(result.seconds);
      if (result.outcome === 'failure') count(result.reason);
      state = stateAfter(result);
      const startedAt = { labels, value: result.startedAtMs / 1000 };
      last = [...entriesOf(job, result), { head: LAST_RUN, series: startedAt }];
    },
    skipped(due) {
      skipped += due;
    },
    addTo(table) {
      addAll(table, last);
      table.add(RUNS, { labels: runLabels.success, value: runs.success, createdAt });
      table.add(RUNS, { labels: runLabels.failure, value: runs.failure, createdAt });
      for (const { labels, count } of failures.values()) {
        table.add(FAILURES, { labels, value: count, createdAt });
      }
      table.add(SKIPPED, { labels, value: skipped, createdAt });
      table.add(LATENCY, { labels, value: latency.read(), createdAt });
      table.add(TARGET, { labels: intervalLabels, value: 1 });
      for (const { state: one, labels } of stateLabels) {
        table.add(STATE, { labels, value: one === state ? 1 : 0 });
      }
    },
  };
}

function stateAfter(result: Result): State {
  if (result.outcome === 'success') return 'up';
  return result.ownTrouble ? 'unknown' : 'down';
}
