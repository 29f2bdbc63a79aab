import type { Instant } from './instant.ts';

export type Labels = Readonly<Record<string, string>>;

/** What a probe declares of a metric before its first run. */
export interface MetricSpec {
  readonly type: 'gauge' | 'counter' | 'info';
  /** One sentence. */
  readonly help: string;
  /** Only if the name says it too: `seconds` of `probe_x_seconds`. */
  readonly unit?: string | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** By full name, as it reads in text: counters end in `_total`, infos in `_info`. */
export type MetricSpecs = Readonly<Record<string, MetricSpec>>;

/** One value that a run found. */
export interface Sample {
  readonly metric: string;
  readonly value: number;
  readonly labels: Labels;
  /** Since when a cumulative value counts, as the target itself says it. */
  readonly createdAt: Instant | undefined;
}

export type FamilyType = 'gauge' | 'counter' | 'histogram' | 'info' | 'stateset' | 'unknown';

/** A family without its series. */
export interface Head {
  /** The name that the text format shows: `x_total`, `x_info`. */
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string;
  readonly unit?: string | undefined;
}

/** All series of one name. */
export interface Family extends Head {
  /** The same ones however often they are walked through; an array, or made while one walks. */
  readonly series: Iterable<Series>;
}

export interface Series {
  /** Come before its own labels. */
  readonly common?: CommonLabels | undefined;
  readonly labels: Labels;
  readonly value: number | Distribution;
  /** Since when we expose this cumulative value from zero. Never made up at output. */
  readonly createdAt?: Instant | undefined;
}

/** Labels that all series of a target share, and what writers made of them: both go when the target goes. */
export interface CommonLabels {
  readonly labels: Labels;
  /** The writers', once they have written it: in text, and in protobuf. */
  text: string | undefined;
  fields: string | undefined;
}

/** The value of a histogram. */
export interface Distribution {
  /** Upper bounds, rising, without +Inf. */
  readonly bounds: readonly number[];
  /** How many observations each bound holds, cumulative; one more than bounds, the last for +Inf. */
  readonly counts: readonly number[];
  readonly sum: number;
}
