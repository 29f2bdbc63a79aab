import type { FoundList } from './found.ts';

/** What a source says now. */
export interface Looked {
  /** The last good lists: the very same array as before if nothing has changed. */
  readonly lists: readonly FoundList[];
  /** What kept us from reading it, or a part of it; nothing if all is well. */
  readonly problems: readonly string[];
}

/** Looks at a source once. Keeps what is good until something better comes. Never rejects. */
export type Look = (signal: AbortSignal) => Promise<Looked>;
