import { SIDES, type Side } from './exporters.ts';
import { median, quantile, spread } from './figures.ts';
import { drawLines, type Line } from './picture.ts';
import type { Table } from './table.ts';

/** All rounds under one load in the background. */
export interface Accuracy {
  readonly background: 'none' | 'http' | 'https';
  readonly perSecond: number;
  readonly rounds: Readonly<Record<Side, AccuracyRound[]>>;
}

/** What was measured less what it really was, of each probe. */
interface AccuracyRound {
  /** Of the whole probe, and of the phase in which the target is waited for. */
  readonly durationMs: readonly number[];
  readonly processingMs: readonly number[];
  readonly backgroundPerSecond: number;
  /** Probes that failed, those in the background included. */
  readonly bad: number;
}

const NAMES: Readonly<Record<Side, string>> = {
  ours: 'synthetic-exporter',
  theirs: 'blackbox_exporter',
};

export function accuracyTable(all: readonly Accuracy[]): Table {
  const columns = (what: string): readonly string[] => SIDES.map((side) => `${side}, ${what}`);
  return {
    title: 'Error of the measured latency under load',
    columns: [
      'background',
      'probes/s',
      ...columns('p50 ms'),
      ...columns('p99 ms'),
      ...columns('processing p99 ms'),
    ],
    rows: all.map((point) => [
      point.background,
      String(point.perSecond),
      ...SIDES.map((side) => errors(point, side, 0.5)),
      ...SIDES.map((side) => errors(point, side, 0.99)),
      ...SIDES.map((side) =>
        spread(
          point.rounds[side].map(({ processingMs }) => quantile(processingMs, 0.99)),
          2,
        ),
      ),
    ]),
    notes: [
      'p50 and p99 of each round; shown are the median of the rounds and the smallest and largest',
      'error: probe_duration_seconds less the time that the target took to answer by its own clock; connecting is part of it',
      'processing: the same with probe_http_duration_seconds{phase="processing"}',
      'budget: p99 < 2 ms; under http no more than 1.5 times theirs',
      ...all.flatMap(doubts),
    ],
  };
}

function errors({ rounds }: Accuracy, side: Side, share: number): string {
  return spread(
    rounds[side].map(({ durationMs }) => quantile(durationMs, share)),
    2,
  );
}

/** What makes figures worth less than they look. */
function doubts({ background, perSecond, rounds }: Accuracy): readonly string[] {
  return SIDES.flatMap((side) => {
    const where = `${background} at ${perSecond}/s, ${side}`;
    const reached = median(rounds[side].map((one) => one.backgroundPerSecond));
    const bad = rounds[side].reduce((sum, one) => sum + one.bad, 0);
    return [
      ...(bad > 0 ? [`${where}: ${bad} probes failed`] : []),
      ...(reached < perSecond * 0.8 ? [`${where}: only ${reached.toFixed(0)}/s came`] : []),
    ];
  });
}

export function accuracyPicture(all: readonly Accuracy[]): string {
  const lines = (['http', 'https'] as const).flatMap((background) =>
    SIDES.map((side): Line => {
      const points = all.filter(
        (one) => one.background === background || one.background === 'none',
      );
      return {
        name: `${NAMES[side]}, ${background} in the background`,
        colour: side === 'ours' ? 'first' : 'second',
        stroke: background === 'http' ? 'solid' : 'dashed',
        points: points.map(({ perSecond, rounds }) => [
          perSecond,
          median(rounds[side].map(({ durationMs }) => quantile(durationMs, 0.99))),
        ]),
      };
    }),
  );
  return drawLines({
    title: 'Error of the measured latency, 99th percentile',
    x: 'other probes per second',
    y: 'milliseconds',
    lines,
  });
}
