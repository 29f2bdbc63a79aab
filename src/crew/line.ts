import { type Answers, startAnswering, type Topics } from './answering.ts';
import { type AskOptions, startAsking } from './asking.ts';
import type { Frame } from './frames.ts';

/** One end of the channel between the primary and a worker: asks `Theirs`, answers `Ours`. */
export interface Line<Theirs extends Topics> {
  /** Rejects with what the other end threw, and with a 503 if it is gone, or does not answer in time. */
  ask<About extends keyof Theirs & string>(
    this: void,
    about: About,
    question: Theirs[About]['question'],
    options?: AskOptions<Theirs[About]['piece']>,
  ): Promise<Theirs[About]['answer']>;
  /** Takes what came through the channel. */
  receive(this: void, frame: Frame): void;
  /** The other end is gone: nobody answers, and nobody waits for answers. */
  close(this: void): void;
}

export function createLine<Theirs extends Topics, Ours extends Topics>(
  name: string,
  post: (frame: Frame) => void,
  answers: Answers<Ours>,
): Line<Theirs> {
  const asked = startAsking(name, post);
  const answering = startAnswering(post, (about, question, asker) => {
    const answer = Object.hasOwn(answers, about) ? answers[about] : undefined;
    if (answer === undefined) throw new Error(`BUG: nobody answers "${about}"`);
    return answer(question, asker);
  });
  return {
    ask: asked.ask,
    receive(frame) {
      asked.receive(frame);
      answering.receive(frame);
    },
    close() {
      asked.close();
      answering.close();
    },
  };
}
