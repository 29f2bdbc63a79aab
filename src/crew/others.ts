import type { Take } from '../account/watch-run.ts';
import type { Caller } from '../flights.ts';
import type { Local } from '../http/local.ts';
import { familiesHere } from '../http/metrics.ts';
import type { Others, Overview, PartQuestion } from '../http/others.ts';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { mergeParts } from './merge.ts';
import { crewFamilies, missingFamily } from './own-metrics.ts';
import { piecesOf } from './part.ts';
import { HEARD_MS, partOf, TRANSFER_MS } from './part-of.ts';
import type { AskWorker, CrewState } from './topics.ts';

export interface OthersOptions {
  readonly local: Local;
  readonly ask: AskWorker;
  /** The numbers of the others. */
  readonly numbers: readonly number[];
  readonly state: () => CrewState;
  readonly ownerOf: (name: string) => number;
}

// A page may wait that long for a part of it.
const PAGE_MS = 5000;

export function createOthers({ local, ask, numbers, state, ownerOf }: OthersOptions): Others {
  async function answered<Answer>(asked: readonly Promise<Answer>[]): Promise<readonly Answer[]> {
    const settled = await Promise.allSettled(asked);
    return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  async function* ownPart(question: PartQuestion, signal: AbortSignal) {
    yield* piecesOf(await familiesHere(local, question, signal), question);
  }

  async function overviewOf(worker: number): Promise<Overview> {
    const pieces: Overview[] = [];
    const take = (piece: Overview): void => void pieces.push(piece);
    await ask(worker, 'overview', undefined, { timeoutMs: PAGE_MS, firstPieceMs: HEARD_MS, take });
    return {
      sights: pieces.flatMap(({ sights }) => sights),
      recent: pieces.flatMap(({ recent }) => recent),
    };
  }

  return {
    count: numbers.length,
    async *whole(question, signal) {
      const { scope, format } = question;
      const parts = numbers.map((worker) => partOf(ask, worker, question, signal));
      yield* mergeParts([ownPart(question, signal), ...parts.map(({ pieces }) => pieces)], format);
      const missing = missingFamily(parts.filter(({ isWhole }) => !isWhole()).length);
      const ofCrew = scope === undefined || scope === 'exporter' ? crewFamilies(state()) : [];
      yield* mergeParts([piecesOf([...ofCrew, missing], question)], format);
      if (format === 'openmetrics') yield Buffer.from('# EOF\n');
    },
    overviews: () => answered(numbers.map(overviewOf)),
    async summaries(names) {
      const byOwner = Map.groupBy(names, ownerOf);
      const asked = [...byOwner].map(([worker, theirs]) =>
        ask(worker, 'summaries', theirs, { timeoutMs: PAGE_MS }),
      );
      return (await answered(asked)).flat();
    },
    story: (name) => ask(ownerOf(name), 'story', name, { timeoutMs: PAGE_MS }),
    changes: (filter) =>
      answered(numbers.map((worker) => ask(worker, 'changes', filter, { timeoutMs: PAGE_MS }))),
    async reports(search) {
      const asked = numbers.map((worker) => ask(worker, 'report', search, { timeoutMs: PAGE_MS }));
      return (await answered(asked)).filter((one) => one !== undefined);
    },
    pulses: () =>
      answered(numbers.map((worker) => ask(worker, 'pulse', undefined, { timeoutMs: HEARD_MS }))),
  };
}

/** A run by the worker that owns the target, so that what it remembers of the target's counters counts. */
export async function runAt(
  ask: AskWorker,
  worker: number,
  { name = '', key, timeoutMs }: Job,
  { signal, patienceMs }: Caller,
  take?: Take,
): Promise<Result> {
  const isWatched = take !== undefined;
  const question = { name, key, timeoutMs, patienceMs, isWatched };
  return ask(worker, 'run', question, { signal, timeoutMs: patienceMs + TRANSFER_MS, take });
}
