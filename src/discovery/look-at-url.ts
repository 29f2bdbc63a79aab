import { hash } from 'node:crypto';
import { durationText } from '../config/duration.ts';
import type { Network } from '../net/network.ts';
import { fetchList } from './fetch-list.ts';
import type { FoundList } from './found.ts';
import type { Look } from './look.ts';
import { readList } from './read-list.ts';
import type { UrlSource } from './source.ts';

export interface UrlOptions {
  readonly network: Network;
  /** What it said before, if that is known. */
  readonly known: readonly FoundList[];
  /** Told of every good answer. */
  readonly keep: (answer: Buffer) => Promise<void>;
}

const LONGEST_MS = 60_000;
const SHORTEST_MS = 1000;

/** Asks a URL. Whatever it answers but a list, or if it does not, what it listed before still counts. */
export function lookAtUrl(source: UrlSource, { network, known, keep }: UrlOptions): Look {
  const { name: place, refreshMs } = source;
  const patienceMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, refreshMs));
  let lists = known;
  let digest: string | undefined;
  return async (closing) => {
    const late = AbortSignal.timeout(patienceMs);
    const signal = AbortSignal.any([closing, late]);
    try {
      const answer = await fetchList(source, { network, signal });
      const now = hash('sha256', answer);
      if (now !== digest) lists = [await readList(answer, { place, format: 'json' })];
      digest = now;
      await keep(answer);
      return { lists, problems: [] };
    } catch (error) {
      const why = late.aborted ? `no answer within ${durationText(patienceMs)}` : messageOf(error);
      return { lists, problems: [`${place}: ${why}`] };
    }
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
