import type { Log } from '../log.ts';
import type { Network } from '../net/network.ts';
import type { FoundList } from './found.ts';
import type { Look } from './look.ts';
import { lookAtFiles } from './look-at-files.ts';
import { lookAtUrl } from './look-at-url.ts';
import { readList } from './read-list.ts';
import type { Source, UrlSource } from './source.ts';
import type { Storage } from './storage.ts';

export interface Means {
  readonly log: Log;
  readonly network: Network;
  readonly storage: Storage | undefined;
}

export interface Opened {
  readonly look: Look;
  /** What is known before the first look. */
  readonly lists: readonly FoundList[];
  readonly succeededAtMs: number | undefined;
}

/** A way to look at a source, which goes on with what it said before; a URL also with what it said to the process before. */
export async function openLook(
  source: Source,
  before: readonly FoundList[] | undefined,
  means: Means,
): Promise<Opened> {
  if (source.kind === 'files') {
    const lists = before ?? [];
    return { look: lookAtFiles(source.files, lists), lists, succeededAtMs: undefined };
  }
  const stored = before === undefined ? await fromStorage(source, means) : undefined;
  const lists = before ?? stored?.lists ?? [];
  const { network } = means;
  const look = lookAtUrl(source, { network, known: lists, keep: keeping(source, means) });
  return { look, lists, succeededAtMs: stored?.succeededAtMs };
}

const PATIENCE_MS = 5000;

async function fromStorage(source: UrlSource, { storage, log }: Means) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const kept = await storage?.load(source, signal);
    if (kept === undefined) return undefined;
    const { answer, succeededAtMs } = kept;
    const list = await readList(answer, { place: source.name, format: 'json' });
    log.info('discovery goes on with the list that was kept', {
      source: source.name,
      of: new Date(succeededAtMs).toISOString(),
    });
    return { lists: [list], succeededAtMs };
  } catch (error) {
    log.warn('discovery: the list that was kept cannot be used', saying(source, error));
    return undefined;
  }
}

function keeping(source: UrlSource, { storage, log }: Means): (answer: Buffer) => Promise<void> {
  return async (answer) => {
    try {
      await storage?.save(source, answer);
    } catch (error) {
      log.warn('discovery: the list cannot be kept', saying(source, error));
    }
  };
}

function saying({ name }: UrlSource, error: unknown) {
  return { source: name, problem: error instanceof Error ? error.message : String(error) };
}
