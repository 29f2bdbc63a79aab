import { Readable } from 'node:stream';
import type { Story } from '../account/story.ts';
import type { Sight } from '../account/summarize.ts';
import type { Summary } from '../account/summary.ts';
import type { Format } from '../exposition/format.ts';
import type { Failure, Success } from '../result.ts';
import type { Filter } from './filter.ts';

/** The other workers of this exporter: what they probe and remember. None where one process does it all. */
export interface Others {
  /** How many there are, or should be. */
  readonly count: number;
  /** An exposition of what this process and the others have together. Of those that do not answer there is nothing. */
  whole(this: void, question: PartQuestion, signal: AbortSignal): AsyncIterable<Buffer>;
  overviews(this: void): Promise<readonly Overview[]>;
  /** Of those that are asked for, what the others probe. */
  summaries(this: void, names: readonly string[]): Promise<readonly Summary[]>;
  /** From the worker that probes it. */
  story(this: void, name: string): Promise<Story | undefined>;
  /** Of the targets that fit. */
  changes(this: void, filter: Filter): Promise<readonly (readonly NamedChange[])[]>;
  reports(this: void, search: ReportSearch): Promise<readonly PastReport[]>;
  /** Other numbers after everything that has happened at those that answer. */
  pulses(this: void): Promise<readonly number[]>;
}

export const NOBODY: Others = {
  count: 0,
  whole: () => Readable.from([]),
  overviews: async () => [],
  summaries: async () => [],
  story: async () => undefined,
  changes: async () => [],
  reports: async () => [],
  pulses: async () => [],
};

export const SCOPES = ['targets', 'scheduled', 'exporter'] as const;
export type Scope = (typeof SCOPES)[number];

/** Which families are wanted, and how long on-scrape targets may take for it. */
export interface Wanted {
  readonly scope: Scope | undefined;
  readonly timeoutMs: number;
}

export interface PartQuestion extends Wanted {
  readonly format: Format;
  /** Whether to say since when counters count. */
  readonly created: boolean;
}

/** How a run went, in short. */
export type Glance =
  | Pick<Success, 'outcome' | 'startedAtMs' | 'seconds'>
  | Pick<Failure, 'outcome' | 'startedAtMs' | 'seconds' | 'reason' | 'phase' | 'ownTrouble'>;

/** What one process knows of all its targets, in short. */
export interface Overview {
  readonly sights: readonly Sight[];
  /** The last runs of targets that came with a request, newest first. */
  readonly recent: readonly RecentRun[];
}

export type NamedChange = Story['changes'][number] & { readonly name: string };

export interface RecentRun {
  readonly id: number;
  readonly module: string;
  readonly address: string;
  readonly glance: Glance;
}

/** By its id, or the newest of a target (and module). */
export interface ReportSearch {
  readonly id: number | undefined;
  readonly target: string | undefined;
  readonly module: string | undefined;
}

export interface PastReport {
  readonly startedAtMs: number;
  readonly text: string;
}
