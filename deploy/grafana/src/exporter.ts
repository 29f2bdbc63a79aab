import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboard } from './dashboard.ts';
import { UIDS } from './links.ts';
import { steps, YES_OR_NO } from './looks.ts';
import { columns, lines, stacked, stat, table, type Words } from './panels.ts';
import { latest, rows, series } from './queries.ts';
import { CHOSEN_EXPORTERS as EXPORTER } from './select.ts';
import * as variables from './variables.ts';

export function exporter(): Dashboard {
  return dashboard({
    uid: UIDS.exporter,
    title: 'Synthetic / Exporter',
    description: 'Whether the prober keeps up, so that what it says of targets can be believed.',
    variables: [variables.datasource(), variables.exporter(), variables.filters()],
    rows: [
      { title: 'Now', panels: facts() },
      { title: 'Work', panels: [runs(), inFlight(), skipped(), requests()] },
      { title: 'Whether it keeps up', panels: [lag(), wait(), delay(), answers()] },
      { title: 'Process', panels: [memory(), processor(), descriptors(), reloads()] },
    ],
  });
}

function facts() {
  return [
    table(
      { title: 'Version', description: 'What runs where.' },
      rows(`synthetic_exporter_build_info{${EXPORTER}}`),
    )
      .height(4)
      .span(8)
      .withTransformation(columns(['instance', 'version'], {}))
      .overrideByName('Value', [{ id: 'custom.hidden', value: true }]),
    stat(
      {
        title: 'Config is good',
        description: 'If not, it goes on with the one before: see its log.',
      },
      latest(`min(synthetic_exporter_config_last_reload_successful{${EXPORTER}})`),
    ).mappings(YES_OR_NO),
    stat(
      { title: 'Since the last load', description: 'Of the config, or since the start.' },
      latest(
        `time() - max(synthetic_exporter_config_last_reload_success_timestamp_seconds{${EXPORTER}})`,
      ),
    )
      .unit('dtdurations')
      .thresholds(steps('blue')),
    stat(
      {
        title: 'Skipped runs',
        description: 'Of all targets over the range: the run before still ran.',
      },
      latest('sum(increase(probe_runs_skipped_total[$__range]))'),
    )
      .decimals(0)
      .thresholds(steps('green', [1, 'orange'])),
    stat(
      {
        title: 'Unknown modules',
        description: 'Requests over the range that named a module that is not there.',
      },
      latest(`sum(increase(synthetic_exporter_module_unknown_total{${EXPORTER}}[$__range]))`),
    )
      .decimals(0)
      .thresholds(steps('green', [1, 'orange'])),
  ];
}

function runs() {
  return stacked(
    {
      title: 'Probes per second',
      description: 'Runs of all kinds: scheduled, on scrape, asked for.',
    },
    series(perSecond('synthetic_exporter_queue_wait_seconds_count'), '{{instance}}'),
  ).unit('ops');
}

function inFlight() {
  return lines(
    { title: 'In flight', description: 'Runs under way; the limit is in the config.' },
    series(`sum by (instance) (synthetic_exporter_probes_in_flight{${EXPORTER}})`, '{{instance}}'),
  );
}

function skipped() {
  return lines(
    { title: 'Skipped runs', description: 'The ten modules with most, of all exporters.' },
    series(
      'topk(10, sum by (module) (rate(probe_runs_skipped_total[$__rate_interval])))',
      '{{module}}',
    ),
  ).unit('ops');
}

function requests() {
  return stacked(
    { title: 'Requests per second', description: 'What it was asked, and how it answered.' },
    series(
      `sum by (route, code) (rate(synthetic_exporter_http_requests_total{${EXPORTER}}[$__rate_interval]))`,
      '{{route}} {{code}}',
    ),
  ).unit('reqps');
}

function lag() {
  return quantiles(
    { title: 'Schedule lag', description: 'How late scheduled runs started.' },
    'synthetic_exporter_schedule_lag_seconds',
  );
}

function wait() {
  return quantiles(
    {
      title: 'Queue wait',
      description: 'How long runs waited for a free place. It is not in their latency.',
    },
    'synthetic_exporter_queue_wait_seconds',
  );
}

function delay() {
  return quantiles(
    {
      title: 'Event loop delay',
      description:
        'By so much measured times may be too long. High for long: give it cores, or divide the targets.',
    },
    'synthetic_exporter_event_loop_delay_seconds',
  );
}

function answers() {
  return quantiles(
    {
      title: 'Answers',
      description: 'How long requests took, with the runs that they waited for.',
    },
    'synthetic_exporter_http_request_duration_seconds',
  );
}

function memory() {
  return lines(
    { title: 'Memory', description: 'Of all workers of an exporter together.' },
    series(
      `sum by (instance) (process_resident_memory_bytes{${EXPORTER}})`,
      '{{instance}} resident',
    ),
    series(`sum by (instance) (nodejs_heap_size_used_bytes{${EXPORTER}})`, '{{instance}} heap'),
  ).unit('bytes');
}

function processor() {
  return lines(
    { title: 'CPU', description: 'In cores. One process has at most a little more than one.' },
    series(perSecond('process_cpu_seconds_total'), '{{instance}}'),
  );
}

function descriptors() {
  return lines(
    {
      title: 'File descriptors',
      description: 'Of the limit. Without any left no probe can connect.',
    },
    series(
      `max by (instance) (process_open_fds{${EXPORTER}} / process_max_fds{${EXPORTER}})`,
      '{{instance}}',
    ),
  ).unit('percentunit');
}

function reloads() {
  return lines(
    {
      title: 'Reloads and restarts',
      description: 'Good loads of a changed config, and starts of the process.',
    },
    series(
      `sum by (instance) (changes(synthetic_exporter_config_last_reload_success_timestamp_seconds{${EXPORTER}}[$__rate_interval]))`,
      '{{instance}} loaded',
    ),
    series(
      `sum by (instance) (changes(process_start_time_seconds{${EXPORTER}}[$__rate_interval]))`,
      '{{instance}} started',
    ),
  ).decimals(0);
}

function perSecond(counter: string): string {
  return `sum by (instance) (rate(${counter}{${EXPORTER}}[$__rate_interval]))`;
}

function quantiles(words: Words, histogram: string) {
  const rates = `rate(${histogram}_bucket{${EXPORTER}}[$__rate_interval])`;
  return lines(
    words,
    ...[0.5, 0.99].map((quantile) =>
      series(
        `histogram_quantile(${quantile}, sum by (instance, le) (${rates}))`,
        `{{instance}} ${quantile * 100} %`,
      ),
    ),
  ).unit('s');
}
