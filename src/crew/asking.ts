import { refusal } from '../http/refusal.ts';
import { errorOf, type Frame } from './frames.ts';

export interface AskOptions<Piece = unknown> {
  readonly signal?: AbortSignal | undefined;
  /** For the whole answer; for ever if there is none. */
  readonly timeoutMs?: number | undefined;
  /** For the first piece: whoever does not even say that it has heard is not there. */
  readonly firstPieceMs?: number | undefined;
  /** Called for every piece, one after the other. */
  readonly take?: ((piece: Piece) => void | Promise<void>) | undefined;
}

interface Waiting {
  readonly settled: PromiseWithResolvers<unknown>;
  readonly options: AskOptions;
  /** Pieces are dealt with in the order in which they came, and before the answer. */
  taken: Promise<void>;
  firstPieceTimer: NodeJS.Timeout | undefined;
}

/** The half of a line that asks. */
export function startAsking(name: string, post: (frame: Frame) => void) {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isClosed = false;

  function giveUp(id: number, error: unknown): void {
    post({ kind: 'cancel', id });
    waiting.get(id)?.settled.reject(error);
  }

  async function ask(about: string, question: unknown, options: AskOptions = {}): Promise<unknown> {
    const { signal, timeoutMs, firstPieceMs } = options;
    if (isClosed) throw gone(name);
    if (signal?.aborted === true) throw NOBODY_WAITS;
    lastId += 1;
    const id = lastId;
    const settled = Promise.withResolvers<unknown>();
    const late = (): void => giveUp(id, refusal(503, `${name} did not answer in time`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
    const firstPieceTimer = firstPieceMs === undefined ? undefined : setTimeout(late, firstPieceMs);
    waiting.set(id, { settled, options, taken: Promise.resolve(), firstPieceTimer });
    const onAbort = (): void => giveUp(id, NOBODY_WAITS);
    signal?.addEventListener('abort', onAbort, { once: true });
    post({ kind: 'ask', id, about, question });
    try {
      return await settled.promise;
    } finally {
      clearTimeout(timer);
      clearTimeout(firstPieceTimer);
      signal?.removeEventListener('abort', onAbort);
      waiting.delete(id);
    }
  }

  async function takePiece(one: Waiting, id: number, piece: unknown): Promise<void> {
    try {
      await one.options.take?.(piece);
      post({ kind: 'room', id });
    } catch (thrown) {
      giveUp(id, thrown);
    }
  }

  return {
    ask,
    receive(frame: Frame): void {
      const one = 'id' in frame ? waiting.get(frame.id) : undefined;
      if (one === undefined) return;
      if (frame.kind === 'piece') {
        clearTimeout(one.firstPieceTimer);
        one.taken = one.taken.then(() => takePiece(one, frame.id, frame.piece));
      } else if (frame.kind === 'answer') {
        void one.taken.then(() => one.settled.resolve(frame.answer));
      } else if (frame.kind === 'refuse') one.settled.reject(errorOf(frame.error));
    },
    close(): void {
      isClosed = true;
      for (const { settled } of waiting.values()) settled.reject(gone(name));
    },
  };
}

// A hung up request: no event.
const NOBODY_WAITS = refusal(503, 'nobody waits for this answer any more');

function gone(name: string): Error {
  return refusal(503, `${name} has ended`);
}
