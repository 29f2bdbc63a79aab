import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';

/** Whatever Prometheus the reader of the dashboard chooses. */
export const DATASOURCE = { type: 'prometheus', uid: '$datasource' };

/** A line for each series. */
export function series(expression: string, legend: string): DataqueryBuilder {
  return new DataqueryBuilder().expr(expression).legendFormat(legend).range();
}

/** The value of each series at the end of the range. */
export function latest(expression: string, legend = ''): DataqueryBuilder {
  return new DataqueryBuilder().expr(expression).legendFormat(legend).instant();
}

/** A row for each series, with a column for each label. */
export function rows(expression: string): DataqueryBuilder {
  return latest(expression).format(PromQueryFormat.Table);
}

export function buckets(expression: string): DataqueryBuilder {
  return series(expression, '{{le}}').format(PromQueryFormat.Heatmap);
}
