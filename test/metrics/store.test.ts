import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../../src/exposition/text.ts';
import { familiesOf } from '../../src/metrics/families.ts';
import { createStore, type Member, type Store } from '../../src/metrics/store.ts';
import type { Result } from '../../src/result.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const probe = testProbe(async () => {}, {
  probe_launches_total: { type: 'counter', help: 'Launches.' },
});

function member(name: string, identity = 'same'): Member {
  const job = testJob(probe, { name, labels: { target: name } });
  return { name, identity, job, interval: '15s', buckets: [0.1, 1] };
}

const shop = member('shop');
const CREATED_AT = 1_604_512_000.5;

interface Clocked {
  readonly store: Store;
  /** Seconds. */
  set(this: void, unixSeconds: number): void;
}

function open(): Clocked {
  let nowMs = CREATED_AT * 1000;
  const store = createStore(() => nowMs);
  return { store, set: (unixSeconds) => void (nowMs = unixSeconds * 1000) };
}

/** The lines without comments, all of them or those of some families. */
function scrape(store: Store, names = ''): string {
  const families = familiesOf(store.rows());
  const lines = [...text(families, { created: true })].join('').split('\n');
  return lines.filter((line) => !line.startsWith('#') && line.startsWith(names)).join('\n');
}

test('before the first run everything counts from 0, the state is unknown, and no result is made up', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));

  assert.equal(
    scrape(store),
    `probe_latency_seconds_bucket{target="shop",le="0.1"} 0
probe_latency_seconds_bucket{target="shop",le="1.0"} 0
probe_latency_seconds_bucket{target="shop",le="+Inf"} 0
probe_latency_seconds_count{target="shop"} 0
probe_latency_seconds_sum{target="shop"} 0
probe_latency_seconds_created{target="shop"} 1604512000.5
probe_runs_skipped_total{target="shop"} 0
probe_runs_skipped_created{target="shop"} 1604512000.5
probe_runs_total{target="shop",outcome="success"} 0
probe_runs_total{target="shop",outcome="failure"} 0
probe_runs_created{target="shop",outcome="success"} 1604512000.5
probe_runs_created{target="shop",outcome="failure"} 1604512000.5
probe_state{target="shop",probe_state="up"} 0
probe_state{target="shop",probe_state="down"} 0
probe_state{target="shop",probe_state="unknown"} 1
probe_target_info{target="shop",interval="15s"} 1
`,
  );
});

test('a success shows what it found', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  const createdAt = { seconds: 1_604_000_000, nanos: 0 };
  const launches = { metric: 'probe_launches_total', value: 7, labels: {}, createdAt };
  const phases = new Map([['first', 0.125]]);
  store.record(shop, success({ samples: [launches], phases }));

  assert.equal(
    scrape(store),
    `probe_duration_seconds{target="shop"} 0.25
probe_last_run_timestamp_seconds{target="shop"} 1604512662
probe_latency_seconds_bucket{target="shop",le="0.1"} 0
probe_latency_seconds_bucket{target="shop",le="1.0"} 1
probe_latency_seconds_bucket{target="shop",le="+Inf"} 1
probe_latency_seconds_count{target="shop"} 1
probe_latency_seconds_sum{target="shop"} 0.25
probe_latency_seconds_created{target="shop"} 1604512000.5
probe_launches_total{target="shop"} 7
probe_launches_created{target="shop"} 1604000000
probe_runs_skipped_total{target="shop"} 0
probe_runs_skipped_created{target="shop"} 1604512000.5
probe_runs_total{target="shop",outcome="success"} 1
probe_runs_total{target="shop",outcome="failure"} 0
probe_runs_created{target="shop",outcome="success"} 1604512000.5
probe_runs_created{target="shop",outcome="failure"} 1604512000.5
probe_state{target="shop",probe_state="up"} 1
probe_state{target="shop",probe_state="down"} 0
probe_state{target="shop",probe_state="unknown"} 0
probe_success{target="shop"} 1
probe_target_info{target="shop",interval="15s"} 1
probe_test_duration_seconds{target="shop",phase="first"} 0.125
probe_timeout_seconds{target="shop"} 10
`,
  );
});

test('a failure shows why, and its reason counts since the target came in', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  store.record(shop, failed('status', { phase: 'first' }));
  store.record(shop, failed('timeout'));
  store.record(shop, failed('status'));

  assert.equal(
    scrape(store, 'probe_failure'),
    `probe_failure_info{target="shop",reason="status",phase=""} 1
probe_failures_total{target="shop",reason="status"} 2
probe_failures_total{target="shop",reason="timeout"} 1
probe_failures_created{target="shop",reason="status"} 1604512000.5
probe_failures_created{target="shop",reason="timeout"} 1604512000.5`,
  );
  assert.equal(
    scrape(store, 'probe_runs_total'),
    `probe_runs_total{target="shop",outcome="success"} 0
probe_runs_total{target="shop",outcome="failure"} 3`,
  );
  assert.equal(scrape(store, 'probe_success'), 'probe_success{target="shop"} 0');
});

test('of a run that is over nothing stays but its counts', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  const phases = new Map([['first', 0.125]]);
  store.record(shop, failed('status', { phase: 'first', phases }));
  store.record(shop, success());

  assert.equal(scrape(store, 'probe_failure_info'), '');
  assert.equal(scrape(store, 'probe_test_duration_seconds'), '');
  assert.equal(
    scrape(store, 'probe_failures_total'),
    'probe_failures_total{target="shop",reason="status"} 1',
  );
});

test('a scrape that takes a while shows one moment, whatever is recorded meanwhile', () => {
  const { store } = open();
  store.set([shop, member('other')].map(store.prepare));
  const found = (value: number, seconds: number): Result => {
    const createdAt = { seconds, nanos: 0 };
    return success({ samples: [{ metric: 'probe_launches_total', value, labels: {}, createdAt }] });
  };
  store.record(shop, found(9, 1000));
  const before = scrape(store);
  const families = familiesOf(store.rows());
  const names: string[] = [];
  const slow = families.map((family) => ({
    ...family,
    series: {
      *[Symbol.iterator]() {
        names.push(family.name);
        store.skipped(shop, 1);
        store.record(shop, found(1, 2000));
        store.record(shop, failed('status'));
        store.set((names.length % 2 === 0 ? [shop] : []).map(store.prepare));
        yield* family.series;
      },
    },
  }));
  const lines = [...text(slow, { created: true })].join('').split('\n');

  assert.equal(lines.filter((line) => !line.startsWith('#')).join('\n'), before);
  // Counters are walked through a second time, for the gauges of their created timestamps.
  assert.equal(names.filter((name) => name === 'probe_launches_total').length, 2);
});

function stateOf(store: Store): string | undefined {
  return /probe_state="(\w+)"} 1/.exec(scrape(store, 'probe_state'))?.[1];
}

test('the state is that of the last run, and unknown when the trouble is our own', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  assert.equal(stateOf(store), 'unknown');
  store.record(shop, success());
  assert.equal(stateOf(store), 'up');
  store.record(shop, failed('refused'));
  assert.equal(stateOf(store), 'down');
  store.record(shop, failed('internal', { ownTrouble: true }));
  assert.equal(stateOf(store), 'unknown');
  store.record(shop, success());

  assert.equal(stateOf(store), 'up');
});

test('runs that fail by our own trouble are counted beside their reasons, from the first one on', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  store.record(shop, failed('unreachable'));
  assert.equal(scrape(store, 'probe_own_trouble'), '');
  store.record(shop, failed('unreachable', { ownTrouble: true }));
  store.record(shop, success());
  store.record(shop, failed('internal', { ownTrouble: true }));

  assert.equal(
    scrape(store, 'probe_own_trouble'),
    `probe_own_trouble_total{target="shop"} 2
probe_own_trouble_created{target="shop"} 1604512000.5`,
  );
  assert.match(scrape(store, 'probe_failures_total'), /reason="unreachable"} 2$/m);
});

test('skipped runs are counted', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  store.skipped(shop, 1);
  store.skipped(shop, 240);

  assert.equal(
    scrape(store, 'probe_runs_skipped_total'),
    'probe_runs_skipped_total{target="shop"} 241',
  );
});

const RUNS = 'probe_runs_total{target="shop",outcome="success"}';

test('scrapes and reloads leave counters and their created timestamps where they are', () => {
  const { store, set } = open();
  store.set([shop].map(store.prepare));
  store.record(shop, success());
  const before = scrape(store);
  set(CREATED_AT + 1000);
  assert.equal(scrape(store), before);
  store.set([member('new'), { ...shop }].map(store.prepare));
  const after = scrape(store);
  for (const line of before.split('\n')) assert.ok(after.includes(line), line);

  assert.match(after, /probe_runs_created{target="new",outcome="success"} 1604513000\.5\n/);
});

test('a target whose settings changed starts again', () => {
  const { store, set } = open();
  store.set([shop].map(store.prepare));
  store.record(shop, success());
  set(CREATED_AT + 1);
  store.set([member('shop', 'other')].map(store.prepare));

  assert.equal(scrape(store, RUNS), `${RUNS} 0`);
  assert.match(
    scrape(store),
    /probe_runs_created{target="shop",outcome="success"} 1604512001\.5\n/,
  );
  assert.equal(scrape(store, 'probe_success'), '');
});

test('a target that is gone is forgotten, and comes back as a new one', () => {
  const { store, set } = open();
  store.set([shop].map(store.prepare));
  store.record(shop, success());
  store.set([]);
  assert.equal(scrape(store), '');
  set(CREATED_AT + 1);
  store.set([shop].map(store.prepare));

  assert.equal(scrape(store, RUNS), `${RUNS} 0`);
});

test('a result that comes after its target was changed or forgotten is dropped', () => {
  const { store } = open();
  store.set([shop].map(store.prepare));
  store.set([member('shop', 'other')].map(store.prepare));
  const before = scrape(store);
  store.record(shop, success());
  store.skipped(shop, 1);
  store.record(member('gone'), success());

  assert.equal(scrape(store), before);
});
