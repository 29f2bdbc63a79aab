import type { Case } from './cases.ts';
import type { Sizes } from './sizes.ts';
import type { Stand } from './stand.ts';
import type { Table } from './table.ts';

/** Something that is measured. */
export interface Part {
  readonly name: string;
  measure(bench: Bench): Promise<Findings>;
}

export interface Bench {
  readonly stand: Stand;
  readonly sizes: Sizes;
  /** Those that the user named, or all. */
  readonly cases: readonly Case[];
  /** Tells who waits what is being done. */
  readonly say: (what: string) => void;
}

export interface Findings {
  readonly tables: readonly Table[];
  /** SVG by file name. */
  readonly pictures?: Readonly<Record<string, string>>;
}
