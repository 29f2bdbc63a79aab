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

/** All series of one name. The name is the one that the text format shows: `x_total`, `x_info`. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: FamilyType;
  readonly unit?: string | undefined;
  readonly series: readonly Series[];
}

export interface Series {
  /** The same object from scrape to scrape where that is cheap: writers keep its text by identity. */
  readonly labels: Labels;
  readonly value: number | Distribution;
  /** Since when we expose this cumulative value from zero. Never made up at output. */
  readonly createdAt?: Instant | undefined;
}

/** The value of a histogram. */
export interface Distribution {
  /** Upper bounds, rising, without +Inf. */
  readonly bounds: readonly number[];
  /** How many observations each bound holds, cumulative; one more than bounds, the last for +Inf. */
  readonly counts: readonly number[];
  readonly sum: number;
}
