import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './dashboard.ts';
import { TO_TARGET, UIDS } from './links.ts';
import { columns, lines, table } from './panels.ts';
import { rows, series } from './queries.ts';
import { CHOSEN_TARGETS } from './select.ts';
import * as variables from './variables.ts';

const TOTAL = `\${counter}_total{${CHOSEN_TARGETS}}`;
const CREATED = `\${counter}_created{${CHOSEN_TARGETS}}`;

export function sidecars(): Dashboard {
  return dashboard({
    uid: UIDS.sidecars,
    title: 'Synthetic / Side-cars',
    description:
      'The counters that services keep themselves: how fast they grow, since when, and when they start anew.',
    variables: [
      variables.datasource(),
      variables.job(),
      variables.team(),
      variables.targets(),
      variables.counter(),
      variables.filters(),
    ],
    rows: [{ title: '$counter', repeat: 'counter', panels: [rate(), restarts(), sinceCreated()] }],
  });
}

function rate() {
  return lines(
    { title: '$counter per second', description: 'The 20 that grow fastest.' },
    series(
      `topk(20, sum without (job, module, instance) (rate(${TOTAL}[$__rate_interval])))`,
      '__auto',
    ),
  ).unit('cps');
}

function restarts() {
  return lines(
    {
      title: 'Restarts',
      description:
        'A new created timestamp, also where the value did not fall; where Prometheus keeps none as a series, a value that fell.',
    },
    series(`sum by (target) (${restartsWithin('$__rate_interval')})`, '{{target}}'),
  ).decimals(0);
}

function sinceCreated() {
  return table(
    {
      title: 'Since they were created',
      description:
        'Created and the rate since then are there where Prometheus keeps created timestamps as series; with ' +
        'created-timestamp-zero-ingestion they are in the counter itself, and the increase is right without them.',
    },
    rows(`1 * ${TOTAL}`),
    rows(`increase(${TOTAL}[$__range])`),
    rows(restartsWithin('$__range')),
    rows(`1000 * ${CREATED}`),
    rows(`${TOTAL} / (time() - ${CREATED})`),
  )
    .span(24)
    .withTransformation(
      columns(['target', 'team', 'module', 'instance'], {
        'Value #A': 'total',
        'Value #B': 'increase in range',
        'Value #C': 'restarts in range',
        'Value #D': 'created',
        'Value #E': 'per second since created',
      }),
    )
    .overrideByName('target', TO_TARGET)
    .overrideByName('created', [{ id: 'unit', value: 'dateTimeAsIso' }])
    .overrideByName('per second since created', [{ id: 'unit', value: 'cps' }]);
}

function restartsWithin(range: string): string {
  return `changes(${CREATED}[${range}]) or resets(${TOTAL}[${range}])`;
}
