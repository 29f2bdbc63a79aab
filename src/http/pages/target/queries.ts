import type { Story } from '../../../account/story.ts';
import { durationText } from '../../../config/duration.ts';
import { oneOf } from '../../../rules/selector.ts';

export interface Query {
  /** What it tells. */
  readonly about: string;
  readonly text: string;
}

/** What to ask Prometheus about a target. */
export function queriesOf(story: Story): readonly Query[] {
  const about = `{${oneOf('target', [story.name])}}`;
  return [
    { about: 'Whether it is up', text: `probe_success${about}` },
    { about: 'Availability of a day', text: `avg_over_time(probe_success${about}[1d])` },
    ...(story.interval === 'scrape' ? ofScrapes(about) : ofSchedule(about, story.interval)),
    ...certificateQuery(story, about),
    ...counterQueries(story, about),
  ];
}

// Of a rate one needs more than one run.
const RUNS_OF_A_RATE = 4;

/** Scheduled targets have counters of their own. */
function ofSchedule(about: string, intervalSeconds: number): readonly Query[] {
  const windowOf = (seconds: number): string =>
    durationText(1000 * Math.max(seconds, RUNS_OF_A_RATE * intervalSeconds));
  return [
    {
      about: 'What 95 % of runs took at most',
      text: `histogram_quantile(0.95, sum by (le) (rate(probe_latency_seconds_bucket${about}[${windowOf(300)}])))`,
    },
    {
      about: 'Failures by reason',
      text: `sum by (reason) (increase(probe_failures_total${about}[${windowOf(3600)}]))`,
    },
  ];
}

function ofScrapes(about: string): readonly Query[] {
  return [
    {
      about: 'What 95 % of runs took at most',
      text: `quantile_over_time(0.95, probe_duration_seconds${about}[1h])`,
    },
    {
      about: 'Failures by reason',
      text: `sum by (reason, phase) (count_over_time(probe_failure_info${about}[1h]))`,
    },
  ];
}

function certificateQuery({ certificateExpiresAtMs }: Story, about: string): readonly Query[] {
  if (certificateExpiresAtMs === undefined) return [];
  const text = `probe_ssl_earliest_cert_expiry${about} - time()`;
  return [{ about: 'Seconds until the first certificate expires', text }];
}

// The others are asked for in the same way.
const MOST_COUNTERS = 3;

function counterQueries({ runs }: Story, about: string): readonly Query[] {
  const names = runs.flatMap(({ samples }) =>
    samples.filter(({ type }) => type === 'counter').map(({ metric }) => metric),
  );
  return [...new Set(names)]
    .slice(0, MOST_COUNTERS)
    .map((name) => ({ about: `How fast ${name} grows`, text: `rate(${name}${about}[15m])` }));
}
