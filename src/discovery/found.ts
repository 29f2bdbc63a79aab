import type { Source } from './source.ts';

/** Targets that belong together, as file_sd and http_sd of Prometheus have them. */
export interface Group {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What one file or one URL says. */
export interface FoundList {
  /** The file or the URL, for people. */
  readonly place: string;
  readonly groups: readonly Group[];
  /** Of groups that were left out: where, and why. */
  readonly faults: readonly string[];
}

/** The last good lists of every source, by its name. */
export type Found = ReadonlyMap<string, readonly FoundList[]>;

/** Finds out what the sources of a config list, and goes on looking. */
export interface Finder {
  /**
   * Looks at these from now on. Waits a moment for what they list, but not for URLs of which something is known.
   * Never rejects.
   */
  use(this: void, sources: readonly Source[]): Promise<void>;
  /** The same map as before if no list has changed. */
  found(this: void): Found;
  /** When each source was last read without any trouble, in Unix milliseconds; none if it never was. */
  successes(this: void): ReadonlyMap<string, number>;
  close(this: void): void;
}
