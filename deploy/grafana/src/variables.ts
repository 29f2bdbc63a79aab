import {
  AdHocVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE } from './queries.ts';

// A target has probe_state before its first run, and probe_success however it is probed.
const TARGETS = '__name__=~"probe_success|probe_state"';

export function datasource(): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus');
}

/** Any other label, such as the place that a target was probed from. */
export function filters(): AdHocVariableBuilder {
  return new AdHocVariableBuilder('filters').label('Filters').datasource(DATASOURCE);
}

export function job(): QueryVariableBuilder {
  return several('job', 'Job', `label_values({${TARGETS}}, job)`);
}

/** `.*` since a target may have no team. */
export function team(): QueryVariableBuilder {
  return several('team', 'Team', `label_values({${TARGETS}, job=~"$job"}, team)`).allValue('.*');
}

export function targets(): QueryVariableBuilder {
  return several(
    'target',
    'Target',
    `label_values({${TARGETS}, job=~"$job", team=~"$team"}, target)`,
  ).allValue('.*');
}

export function target(): QueryVariableBuilder {
  return query(
    'target',
    'Target',
    `label_values({${TARGETS}, job=~"$job", team=~"$team"}, target)`,
  );
}

/** Names without `_total`. They are whatever the configuration calls them, so all that targets count are offered. */
export function counter(): QueryVariableBuilder {
  const others = '__name__!~"(probe|synthetic_exporter|blackbox)_.*"';
  const chosen = 'job=~"$job", team=~"$team", target=~"$target", target!=""';
  return several(
    'counter',
    'Counter',
    `label_values({__name__=~".+_total", ${others}, ${chosen}}, __name__)`,
  ).regex('/^(.+)_total$/');
}

export function exporter(): QueryVariableBuilder {
  return several('exporter', 'Exporter', 'label_values(synthetic_exporter_build_info, instance)');
}

function several(name: string, label: string, question: string): QueryVariableBuilder {
  return query(name, label, question)
    .multi(true)
    .includeAll(true)
    .current({ text: 'All', value: '$__all' });
}

function query(name: string, label: string, question: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query(question)
    .definition(question)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NaturalAsc);
}
