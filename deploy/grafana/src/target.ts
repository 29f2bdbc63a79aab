import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import {
  type Dashboard,
  FieldColorBuilder,
  FieldColorModeId,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './dashboard.ts';
import { UIDS } from './links.ts';
import { STATES, steps } from './looks.ts';
import { heatmap, lines, stacked, stat, timeline } from './panels.ts';
import { buckets, latest, series } from './queries.ts';
import { CHOSEN_TARGET } from './select.ts';
import * as variables from './variables.ts';
import { availability, daysOfCertificate, latency, state } from './verdicts.ts';

const ERROR_BUDGET = 'synthetic:slo_error_budget_remaining:ratio{target="$target"}';

export function target(): Dashboard {
  return dashboard({
    uid: UIDS.target,
    title: 'Synthetic / Target',
    description: 'One target: when it was up, how long it took in which phase, and why it failed.',
    variables: [
      variables.datasource(),
      variables.job(),
      variables.team(),
      variables.target(),
      variables.filters(),
    ],
    rows: [
      { title: '$target', panels: [...facts(), states(), reasons()] },
      { title: 'Latency', panels: [quantiles(), phases(), distribution(), failures()] },
      { title: 'What runs out', panels: [certificate(), errorBudget()] },
    ],
  });
}

function facts() {
  return [
    stat(
      { title: 'State', description: 'As its last run found it.' },
      latest(state(CHOSEN_TARGET)),
    ).mappings(STATES),
    stat(
      { title: 'Available', description: 'The share of the range in which it was up.' },
      latest(availability(CHOSEN_TARGET)),
    )
      .unit('percentunit')
      .decimals(3)
      .thresholds(steps('red', [0.99, 'orange'], [0.999, 'green'])),
    stat(
      { title: 'Last run took', description: 'With its phases below.' },
      latest(`probe_duration_seconds{${CHOSEN_TARGET}}`),
    )
      .unit('s')
      .thresholds(steps('blue')),
    stat(
      { title: 'Of its timeout', description: 'At 100 % the run is over, whatever came.' },
      latest(`probe_duration_seconds{${CHOSEN_TARGET}} / probe_timeout_seconds{${CHOSEN_TARGET}}`),
    )
      .unit('percentunit')
      .thresholds(steps('green', [0.5, 'orange'], [0.9, 'red'])),
    stat(
      { title: 'Certificate ends in', description: 'The earliest of its chain.' },
      latest(daysOfCertificate(CHOSEN_TARGET)),
    )
      .unit('d')
      .decimals(0)
      .noValue('no TLS')
      .thresholds(steps('red', [7, 'orange'], [30, 'green'])),
    stat(
      {
        title: 'Error budget left',
        description:
          'Of thirty days. For targets with an `slo`, if what `synthetic-exporter rules` prints is loaded.',
      },
      latest(ERROR_BUDGET, '{{slo}}'),
    )
      .unit('percentunit')
      .decimals(0)
      .noValue('no slo')
      .thresholds(steps('red', [0, 'orange'], [0.25, 'green'])),
  ];
}

function states() {
  return timeline(
    { title: 'State', description: 'A line for each place and module that it is probed by.' },
    series(state(CHOSEN_TARGET), '{{location}} {{module}} {{instance}}'),
  ).mappings(STATES);
}

function reasons() {
  return timeline(
    { title: 'Reasons', description: 'Why runs failed, and in which phase.' },
    series(
      `max by (reason, phase) (probe_failure_info{${CHOSEN_TARGET}})`,
      '{{reason}} in {{phase}}',
    ),
  )
    .noValue('It did not fail.')
    .showValue(VisibilityMode.Never)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor('red'));
}

function quantiles() {
  return lines(
    {
      title: 'Latency',
      description:
        'Of all runs if it is on the schedule; of those that Prometheus asked for if not.',
    },
    ...[0.5, 0.9, 0.99].map((quantile) =>
      series(latency(CHOSEN_TARGET, quantile), `${quantile * 100} %`),
    ),
  ).unit('s');
}

function phases() {
  return stacked(
    { title: 'Phases', description: 'Of the last run at each point. What grew is where to look.' },
    series(
      `avg by (phase) ({__name__=~"probe_.+_duration_seconds", ${CHOSEN_TARGET}, phase!=""})`,
      '{{phase}}',
    ),
  ).unit('s');
}

function distribution() {
  return heatmap(
    {
      title: 'Distribution',
      description:
        'How many runs took how long. Scheduled targets only: of others there is one run per scrape.',
    },
    buckets(
      `sum by (le) (increase(probe_latency_seconds_bucket{${CHOSEN_TARGET}}[$__rate_interval]))`,
    ),
  );
}

function failures() {
  return stacked(
    {
      title: 'Failed runs',
      description: 'In each step, by reason; also those between two scrapes.',
    },
    series(
      `sum by (reason) (increase(probe_failures_total{${CHOSEN_TARGET}}[$__rate_interval]))
or sum by (reason) (count_over_time(probe_failure_info{${CHOSEN_TARGET}}[$__rate_interval]))`,
      '{{reason}}',
    ),
  ).noValue('It did not fail.');
}

function certificate() {
  return lines(
    { title: 'Days of the certificate', description: 'It should rise before it gets low.' },
    series(daysOfCertificate(CHOSEN_TARGET), '{{location}} {{instance}}'),
  )
    .unit('d')
    .noValue('no TLS');
}

function errorBudget() {
  return lines(
    {
      title: 'Error budget left',
      description: 'Of thirty days. Below zero the promise is broken.',
    },
    series(ERROR_BUDGET, '{{slo}}'),
  )
    .unit('percentunit')
    .noValue('no slo');
}
