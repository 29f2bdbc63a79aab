// What says nothing about a target. Of a scheduled one probe_state knows it better.
const OWN_TROUBLE = 'reason=~"blocked|canceled|internal"';

/**
 * 1 up, 0 down, 2 unknown, one series per target with its own labels, however it is probed. Prometheus only sees the
 * last run of an on-scrape target: it is unknown if that failed for our own reasons or could not be asked for.
 */
export function state(targets: string): string {
  return [
    `2 * max without (probe_state) (probe_state{${targets}, probe_state="unknown"} == 1)`,
    `2 * max without (reason, phase) (probe_failure_info{${targets}, ${OWN_TROUBLE}})`,
    `2 + (up{${targets}, target!=""} == 0)`,
    `1 * probe_success{${targets}}`,
  ].join('\nor ');
}

/** How many targets are in the state with this number. */
export function countOf(targets: string, number: 0 | 1 | 2): string {
  return `count((\n${state(targets)}\n) == ${number}) or vector(0)`;
}

/** The share of the range in which a target was up. The time in which nobody could know is left out. */
export function availability(targets: string): string {
  const during = (states: string): string =>
    `sum without (probe_state) (sum_over_time(probe_state{${targets}, probe_state=~"${states}"}[$__range]))`;
  const seen = `count_over_time(probe_success{${targets}}[$__range])`;
  const own = `sum without (reason, phase) (count_over_time(probe_failure_info{${targets}, ${OWN_TROUBLE}}[$__range]))`;
  const scheduled = `${during('up')} / (${during('up|down')} > 0)`;
  const onScrape = `sum_over_time(probe_success{${targets}}[$__range]) / (${seen} - (${own} or 0 * ${seen}) > 0)`;
  return `${scheduled}\nor (\n${onScrape}\nunless ${during('up')}\n)`;
}

/** Failing targets with reason and phase; the value is the state. One that nobody asked yet has neither. */
export function failing(targets: string): string {
  const states = `(\n${state(targets)}\n)`;
  return [
    `probe_failure_info{${targets}} * ignoring (reason, phase) group_left () ${states}`,
    `or ignoring (reason, phase) ${states} == 2`,
  ].join('\n');
}

/**
 * Of all runs if the target is on the schedule and ran lately; else of those that Prometheus saw.
 */
export function latency(target: string, quantile: number): string {
  return [
    `histogram_quantile(${quantile}, sum by (target, le) (rate(probe_latency_seconds_bucket{${target}}[$__rate_interval]))) >= 0`,
    `max by (target) (quantile_over_time(${quantile}, probe_duration_seconds{${target}}[$__rate_interval]))`,
  ].join('\nor ');
}

export function daysOfCertificate(targets: string): string {
  return `(probe_ssl_earliest_cert_expiry{${targets}} - time()) / 86400`;
}
