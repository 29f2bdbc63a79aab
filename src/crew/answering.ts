import { type Frame, fieldsOf } from './frames.ts';

/** What can be asked, by topic. */
export type Topics = Readonly<
  Record<string, { readonly question: unknown; readonly answer: unknown; readonly piece: unknown }>
>;

/** Whoever asked, as the one who answers sees it. */
export interface Asker<Piece = unknown> {
  readonly signal: AbortSignal;
  /** Gives a part of the answer; resolves when there is room for another. */
  pass(this: void, piece: Piece): Promise<void>;
}

export type Answers<Ours extends Topics> = {
  readonly [About in keyof Ours]: (
    question: Ours[About]['question'],
    asker: Asker<Ours[About]['piece']>,
  ) => Promise<Ours[About]['answer']> | Ours[About]['answer'];
};

// Enough to keep the channel busy while each side does other things, little enough for any memory.
const PIECES_UNDER_WAY = 4;

interface Answering {
  readonly controller: AbortController;
  underWay: number;
  onRoom: () => void;
}

/** The half of a line that answers. */
export function startAnswering(
  post: (frame: Frame) => void,
  answer: (about: string, question: unknown, asker: Asker) => unknown,
) {
  const answering = new Map<number, Answering>();

  async function pass(one: Answering, id: number, piece: unknown): Promise<void> {
    const { signal } = one.controller;
    signal.throwIfAborted();
    post({ kind: 'piece', id, piece });
    one.underWay += 1;
    if (one.underWay < PIECES_UNDER_WAY) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    one.onRoom = resolve;
    await promise;
    signal.throwIfAborted();
  }

  async function reply(id: number, about: string, question: unknown): Promise<void> {
    const one = { controller: new AbortController(), underWay: 0, onRoom: () => {} };
    answering.set(id, one);
    const asker = {
      signal: one.controller.signal,
      pass: (piece: unknown) => pass(one, id, piece),
    };
    try {
      post({ kind: 'answer', id, answer: await answer(about, question, asker) });
    } catch (thrown) {
      post({ kind: 'refuse', id, error: fieldsOf(thrown) });
    } finally {
      answering.delete(id);
    }
  }

  function cancel(one: Answering | undefined): void {
    one?.controller.abort();
    one?.onRoom();
  }

  return {
    receive(frame: Frame): void {
      if (frame.kind === 'ask') void reply(frame.id, frame.about, frame.question);
      else if (frame.kind === 'cancel') cancel(answering.get(frame.id));
      else if (frame.kind === 'room') {
        const one = answering.get(frame.id);
        if (one === undefined) return;
        one.underWay -= 1;
        one.onRoom();
      }
    },
    close(): void {
      for (const one of answering.values()) cancel(one);
    },
  };
}
