import { type TestContext, test } from 'node:test';
import { stringify } from 'yaml';
import {
  availability,
  countOf,
  failing,
  latency,
  state,
} from '../../deploy/grafana/src/verdicts.ts';
import { temporaryFile } from '../support/command.ts';
import { promtool } from '../support/programs.ts';

// One sample a minute. `s` is on the schedule, `o` on scrape.
const ON_SCHEDULE = 'job="synthetic", target="s"';
const ON_SCRAPE = 'job="on-scrape", target="o"';
const ALL = 'job=~"synthetic|on-scrape"';

/** What the series are, and what the query must find at ten minutes. */
interface Case {
  readonly series: Readonly<Record<string, string>>;
  readonly query: string;
  readonly found: Readonly<Record<string, number>>;
}

const scheduled = (
  up: string,
  down: string,
  unknown: string,
): Readonly<Record<string, string>> => ({
  [`probe_state{${ON_SCHEDULE}, probe_state="up"}`]: up,
  [`probe_state{${ON_SCHEDULE}, probe_state="down"}`]: down,
  [`probe_state{${ON_SCHEDULE}, probe_state="unknown"}`]: unknown,
});

test('a target is up, down or unknown as its last run found it', async (t) => {
  const check = checker(t);
  const success = `probe_success{${ON_SCHEDULE}}`;
  const query = state(ALL);

  await check({
    series: { ...scheduled('1x10', '0x10', '0x10'), [success]: '1x10' },
    query,
    found: { [`{${ON_SCHEDULE}}`]: 1 },
  });
  await check({
    series: { ...scheduled('0x10', '1x10', '0x10'), [success]: '0x10' },
    query,
    found: { [`{${ON_SCHEDULE}}`]: 0 },
  });
  // No descriptors: the reason alone does not tell that it is ours.
  await check({
    series: { ...scheduled('0x10', '0x10', '1x10'), [success]: '0x10' },
    query,
    found: { [`{${ON_SCHEDULE}}`]: 2 },
  });
  await check({
    series: scheduled('0x10', '0x10', '1x10'),
    query,
    found: { [`{${ON_SCHEDULE}}`]: 2 },
  });
});

test('an on-scrape target is unknown if it was not asked, or failed for our own reasons', async (t) => {
  const check = checker(t);
  const success = `probe_success{${ON_SCRAPE}}`;
  const failure = (reason: string): string =>
    `probe_failure_info{${ON_SCRAPE}, reason="${reason}", phase="connect"}`;
  const up = `up{${ON_SCRAPE}}`;
  const query = state(ALL);
  const found = (value: number) => ({ [`{${ON_SCRAPE}}`]: value });

  await check({ series: { [up]: '1x10', [success]: '1x10' }, query, found: found(1) });
  await check({
    series: { [up]: '1x10', [success]: '0x10', [failure('refused')]: '1x10' },
    query,
    found: found(0),
  });
  await check({
    series: { [up]: '1x10', [success]: '0x10', [failure('blocked')]: '1x10' },
    query,
    found: found(2),
  });
  await check({
    series: { [up]: '1x9 0', [success]: '1x9 stale' },
    query,
    found: found(2),
  });
});

test('targets are counted, also if there is none in a state', async (t) => {
  const check = checker(t);
  const series = {
    'probe_success{job="synthetic", target="a"}': '1x10',
    'probe_success{job="synthetic", target="b"}': '1x10',
  };

  await check({ series, query: countOf(ALL, 1), found: { '{}': 2 } });
  await check({ series, query: countOf(ALL, 0), found: { '{}': 0 } });
});

test('availability leaves out the time in which nobody could know', async (t) => {
  const check = checker(t);
  const success = `probe_success{${ON_SCRAPE}}`;
  const blocked = `probe_failure_info{${ON_SCRAPE}, reason="blocked", phase="resolve"}`;
  const query = availability(ALL).replaceAll('$__range', '8m');

  await check({
    series: {
      ...scheduled('1x6 0 0 0 0', '0x6 1 1 0 0', '0x6 0 0 1 1'),
      [`probe_success{${ON_SCHEDULE}}`]: '1x6 0 0 0 0',
    },
    query,
    found: { [`{${ON_SCHEDULE}}`]: 4 / 6 },
  });
  await check({
    series: {
      ...scheduled('0x10', '0x10', '1x10'),
      [`probe_success{${ON_SCHEDULE}}`]: '0x10',
    },
    query,
    found: {},
  });
  await check({
    series: { [success]: '1x6 0 0 0 0', [blocked]: '_x8 1 1' },
    query,
    found: { [`{${ON_SCRAPE}}`]: 4 / 6 },
  });
  await check({ series: { [success]: '0x10', [blocked]: '1x10' }, query, found: {} });
});

test('failing targets have reason and phase, and those that nobody asked yet have none', async (t) => {
  const check = checker(t);

  await check({
    series: {
      ...scheduled('0x10', '0x10', '1x10'),
      [`probe_success{${ON_SCRAPE}}`]: '0x10',
      [`probe_failure_info{${ON_SCRAPE}, reason="tls", phase="handshake"}`]: '1x10',
      'probe_success{job="synthetic", target="well"}': '1x10',
    },
    query: failing(ALL),
    found: {
      [`{${ON_SCRAPE}, reason="tls", phase="handshake"}`]: 0,
      [`{${ON_SCHEDULE}}`]: 2,
    },
  });
});

test('latency is that of all runs, or of the last ones if none ran lately', async (t) => {
  const check = checker(t);
  const runs = (bound: string): string =>
    `probe_latency_seconds_bucket{${ON_SCHEDULE}, le="${bound}"}`;
  const last = { [`probe_duration_seconds{${ON_SCHEDULE}}`]: '3x10' };
  const query = latency(ALL, 0.5).replaceAll('$__rate_interval', '4m');

  await check({
    series: { ...last, [runs('1')]: '0+1x10', [runs('2')]: '0+1x10', [runs('+Inf')]: '0+1x10' },
    query,
    found: { '{target="s"}': 0.5 },
  });
  await check({
    series: { ...last, [runs('1')]: '5x10', [runs('2')]: '5x10', [runs('+Inf')]: '5x10' },
    query,
    found: { '{target="s"}': 3 },
  });
});

/** Asks promtool. What it found instead is in its error. */
function checker(t: TestContext) {
  return async ({ series, query, found }: Case): Promise<void> => {
    const file = await temporaryFile(
      t,
      'test.yml',
      stringify({
        fuzzy_compare: true,
        tests: [
          {
            interval: '1m',
            input_series: Object.entries(series).map(([series, values]) => ({ series, values })),
            promql_expr_test: [
              {
                expr: query,
                eval_time: '10m',
                exp_samples: Object.entries(found).map(([labels, value]) => ({ labels, value })),
              },
            ],
          },
        ],
      }),
    );
    await promtool('test', 'rules', file);
  };
}
