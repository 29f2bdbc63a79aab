import { megabytes, spread } from './figures.ts';
import type { Scrapes } from './scrapes.ts';
import type { Sizes } from './sizes.ts';
import type { Table } from './table.ts';

export interface ScheduleFindings {
  readonly coreShare: number;
  readonly runsPerSecond: number;
  /** The bound of the bucket that holds the 99th percentile, in seconds. */
  readonly lag: number;
  /** How many targets ran in every interval, the first included. */
  readonly punctual: number;
  readonly skipped: number;
  readonly failed: number;
  /** Before and after the scrapes. */
  readonly residentBytes: number;
  readonly residentBytesAfter: number;
  readonly scrapes: readonly Scrapes[];
}

export function scheduleTables(
  found: ScheduleFindings,
  { targets, intervalSeconds, windowSeconds }: Sizes['schedule'],
): readonly Table[] {
  return [
    {
      title: `${targets.toLocaleString('en')} http targets every ${intervalSeconds} s, in one process`,
      columns: ['what', 'measured', 'budget'],
      rows: [
        [`share of one core over ${windowSeconds} s`, percent(found.coreShare), '≤ 15 %'],
        ['runs per second', found.runsPerSecond.toFixed(1), (targets / intervalSeconds).toFixed(1)],
        [
          'ran in every interval, from the first',
          found.punctual.toLocaleString('en'),
          targets.toLocaleString('en'),
        ],
        ['runs skipped', String(found.skipped), '0'],
        ['runs failed', String(found.failed), '0'],
        ['start lag, p99', `≤ ${found.lag * 1000} ms`, '< 20 ms'],
        ['RSS before the scrapes', `${megabytes(found.residentBytes)} MB`, '≤ 200 MB'],
        ['RSS after the scrapes', `${megabytes(found.residentBytesAfter)} MB`, '≤ 200 MB'],
      ],
      notes: [
        'nobody scraped before all this but the last row was taken',
        'start lag: the bound of the bucket of synthetic_exporter_schedule_lag_seconds over the same time',
      ],
    },
    {
      title: 'A scrape of all of them',
      columns: ['format', 'MB', 'seconds', 'CPU seconds', 'longest stall, ms', 'loop late by, ms'],
      rows: found.scrapes.map(({ format, bytes, seconds, cpuSeconds, stallMs, lateMs }) => [
        format,
        bytes === 0 ? '' : (bytes / 1e6).toFixed(1),
        seconds.length === 0 ? '' : spread(seconds, 2),
        cpuSeconds.length === 0 ? '' : spread(cpuSeconds, 2),
        spread(stallMs, 1),
        spread(lateMs, 1),
      ]),
      notes: [
        'budget: < 1 s, and no stall of 20 ms',
        'stall: the longest answer of /-/healthy, asked every 5 ms from another process; the schedule goes on meanwhile',
        'loop late by: the most that its event loop was late by, as the exporter itself says; the rest of a stall is other processes on the same cores',
      ],
    },
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
