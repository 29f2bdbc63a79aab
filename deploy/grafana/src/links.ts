import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';

/** The identities of the dashboards, so that they can name one another. */
export const UIDS = {
  overview: 'synthetic-overview',
  target: 'synthetic-target',
  sidecars: 'synthetic-sidecars',
  exporter: 'synthetic-exporter',
} as const;

const URL_OF_TARGET = [
  `/d/${UIDS.target}?\${datasource:queryparam}`,
  '${job:queryparam}',
  'var-target=${__value.text:percentencode}',
  '${__url_time_range}',
].join('&');

/** Makes the names of targets in a table lead to the dashboard about that one. */
export const TO_TARGET: DynamicConfigValue[] = [
  { id: 'links', value: [{ title: 'All about ${__value.text}', url: URL_OF_TARGET }] },
];
