import type { Family } from '../metrics/metrics.ts';
import type { Tally } from './join.ts';

/** What the exporter says of its own discovery. */
export function discoveryFamilies(
  tallies: readonly Tally[],
  successes: ReadonlyMap<string, number>,
): readonly Family[] {
  if (tallies.length === 0) return [];
  return [
    {
      name: 'synthetic_exporter_discovery_last_success_timestamp_seconds',
      type: 'gauge',
      help: 'When the source was last read without any trouble.',
      series: tallies.flatMap(({ source }) => {
        const atMs = successes.get(source);
        return atMs === undefined ? [] : [{ labels: { source }, value: atMs / 1000 }];
      }),
    },
    {
      name: 'synthetic_exporter_discovery_refresh_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'How often the source is to be read.',
      series: tallies.map(({ source, refreshMs }) => ({
        labels: { source },
        value: refreshMs / 1000,
      })),
    },
    {
      name: 'synthetic_exporter_discovery_targets',
      type: 'gauge',
      help: 'Targets that come from the source.',
      series: tallies.map(({ source, targets }) => ({ labels: { source }, value: targets })),
    },
    {
      name: 'synthetic_exporter_discovery_left_out',
      type: 'gauge',
      help: 'Entries of the source that cannot be probed as they are; the log says why.',
      series: tallies.map(({ source, leftOut }) => ({ labels: { source }, value: leftOut })),
    },
  ];
}
