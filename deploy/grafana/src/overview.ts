import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './dashboard.ts';
import { TO_TARGET, UIDS } from './links.ts';
import { STATES, steps } from './looks.ts';
import { columns, stacked, stat, table, type Words } from './panels.ts';
import { latest, rows, series } from './queries.ts';
import { CHOSEN_TARGETS } from './select.ts';
import * as variables from './variables.ts';
import { availability, countOf, daysOfCertificate, failing } from './verdicts.ts';

export function overview(): Dashboard {
  return dashboard({
    uid: UIDS.overview,
    title: 'Synthetic / Overview',
    description: 'Which targets are up, which are not and why, and what will go wrong next.',
    variables: [
      variables.datasource(),
      variables.job(),
      variables.team(),
      variables.targets(),
      variables.filters(),
    ],
    rows: [
      { title: 'Now', panels: [...counts(), failures(), alerts()] },
      { title: 'Over time', panels: [states(), reasons()] },
      { title: 'Worst', panels: [leastAvailable(), slowest(), certificates()] },
    ],
  });
}

function counts() {
  return [
    stat(
      { title: 'Up', description: 'Targets whose last run succeeded.' },
      latest(countOf(CHOSEN_TARGETS, 1)),
    ),
    stat(
      { title: 'Down', description: 'Targets that answer wrong or not at all.' },
      latest(countOf(CHOSEN_TARGETS, 0)),
    ).thresholds(steps('green', [1, 'red'])),
    stat(
      {
        title: 'Unknown',
        description:
          "Targets that nobody can judge: not probed yet, or the trouble is the prober's own.",
      },
      latest(countOf(CHOSEN_TARGETS, 2)),
    ).thresholds(steps('green', [1, 'orange'])),
    stat(
      { title: 'Available', description: 'Over the range, on average of all targets.' },
      latest(`avg(\n${availability(CHOSEN_TARGETS)}\n)`),
    )
      .unit('percentunit')
      .decimals(2)
      .thresholds(steps('red', [0.99, 'orange'], [0.999, 'green'])),
    stat(
      {
        title: 'Certificates under 30 days',
        description: 'Targets whose earliest certificate ends in less.',
      },
      latest(`count(${daysOfCertificate(CHOSEN_TARGETS)} < 30) or vector(0)`),
    ).thresholds(steps('green', [1, 'orange'])),
    stat(
      {
        title: 'Failing scrapes',
        description: 'What cannot be scraped has no states here: look at the exporter.',
      },
      latest('count(up{job=~"$job"} == 0) or vector(0)'),
    ).thresholds(steps('green', [1, 'red'])),
  ];
}

function failures() {
  return table(
    {
      title: 'Failing targets',
      description:
        'Why, in which phase of the run, and since when if the rules are loaded. A name leads to all about it.',
    },
    rows(failing(CHOSEN_TARGETS)),
    rows(`1000 * synthetic:target_down_since:timestamp_seconds{${CHOSEN_TARGETS}}`),
  )
    .span(16)
    .withTransformation(
      columns(['Value #A', 'target', 'reason', 'phase', 'Value #B', 'team', 'module', 'instance'], {
        'Value #A': 'state',
        // So it is called if the other query found nothing.
        Value: 'state',
        'Value #B': 'since',
      }),
    )
    .overrideByName('target', TO_TARGET)
    .overrideByName('since', [{ id: 'unit', value: 'dateTimeFromNow' }])
    .overrideByName('state', [
      { id: 'mappings', value: STATES },
      { id: 'custom.cellOptions', value: { type: 'color-background' } },
      { id: 'custom.width', value: 100 },
    ]);
}

function alerts() {
  return table(
    { title: 'Alerts', description: 'Of the rules beside these dashboards, if they are loaded.' },
    rows(
      'max by (alertname, alertstate, severity, target) (ALERTS{alertname=~"Synthetic.+", team=~"$team", target=~"$target"})',
    ),
  )
    .span(8)
    .withTransformation(columns(['alertname', 'alertstate', 'severity', 'target'], {}))
    .overrideByName('target', TO_TARGET)
    .overrideByName('Value', [{ id: 'custom.hidden', value: true }]);
}

function states() {
  return stacked(
    { title: 'Targets by state', description: 'Whether it was one target or all of them.' },
    series(countOf(CHOSEN_TARGETS, 0), 'down'),
    series(countOf(CHOSEN_TARGETS, 2), 'unknown'),
    series(countOf(CHOSEN_TARGETS, 1), 'up'),
  )
    .overrideByName('down', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'red' } }])
    .overrideByName('unknown', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'orange' } }])
    .overrideByName('up', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'green' } }]);
}

function reasons() {
  return stacked(
    {
      title: 'Failing targets by reason',
      description: 'One reason for many targets is mostly one fault.',
    },
    series(`count by (reason) (probe_failure_info{${CHOSEN_TARGETS}})`, '{{reason}}'),
  ).noValue('Nothing failed.');
}

function leastAvailable() {
  return worst(
    {
      title: 'Least available',
      description: 'The 20 targets that were up for the smallest part of the range.',
    },
    `bottomk(20,\n${availability(CHOSEN_TARGETS)}\n)`,
    { column: 'available', isDescending: false },
  )
    .unit('percentunit')
    .decimals(2);
}

function slowest() {
  return worst(
    {
      title: 'Slowest',
      description: 'The 20 targets whose runs took longest, nine of ten runs within this.',
    },
    `topk(20, quantile_over_time(0.9, probe_duration_seconds{${CHOSEN_TARGETS}}[$__range]))`,
    { column: 'duration', isDescending: true },
  ).unit('s');
}

function certificates() {
  return worst(
    {
      title: 'Certificates that expire',
      description: 'The 20 targets whose earliest certificate ends soonest.',
    },
    `bottomk(20, ${daysOfCertificate(CHOSEN_TARGETS)})`,
    { column: 'days left', isDescending: false },
  ).decimals(1);
}

interface Order {
  readonly column: string;
  readonly isDescending: boolean;
}

function worst(words: Words, query: string, { column, isDescending }: Order) {
  return table(words, rows(query))
    .span(8)
    .withTransformation(
      columns(['target', 'Value', 'team', 'module', 'instance'], { Value: column }),
    )
    .sortBy([new TableSortByFieldStateBuilder().displayName(column).desc(isDescending)])
    .overrideByName('target', TO_TARGET);
}
