import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Answers } from '../../src/crew/answering.ts';
import type { Frame } from '../../src/crew/frames.ts';
import { createLine, type Line } from '../../src/crew/line.ts';

type Topics = {
  readonly double: { readonly question: number; readonly answer: number; readonly piece: number };
};

/** A line whose other end answers so; frames are copied as a channel copies them. */
function lineTo(answers: Answers<Topics>): {
  readonly near: Line<Topics>;
  readonly far: Line<Topics>;
} {
  const carry = (to: () => Line<Topics>) => (frame: Frame) => {
    const copy = structuredClone(frame);
    queueMicrotask(() => to().receive(copy));
  };
  const near: Line<Topics> = createLine(
    'the far end',
    carry(() => far),
    answers,
  );
  const far: Line<Topics> = createLine(
    'the near end',
    carry(() => near),
    answers,
  );
  return { near, far };
}

test('a question gets its answer, and an error is an error on this side, too', async () => {
  const { near } = lineTo({
    double(value) {
      if (value < 0) throw Object.assign(new Error('too small'), { status: 400, port: 7 });
      return value * 2;
    },
  });

  assert.deepEqual(await Promise.all([near.ask('double', 1), near.ask('double', 2)]), [2, 4]);
  await assert.rejects(near.ask('double', -1), { message: 'too small', status: 400, port: 7 });
});

test('pieces come in order and before the answer, and only so many are under way', async () => {
  const passed: number[] = [];
  const { near } = lineTo({
    async double(count, { pass }) {
      for (let piece = 0; piece < count; piece += 1) {
        await pass(piece);
        passed.push(piece);
      }
      return count;
    },
  });
  const gate = Promise.withResolvers<void>();
  const taken: number[] = [];
  const take = async (piece: number): Promise<void> => {
    await gate.promise;
    taken.push(piece);
  };

  const answer = near.ask('double', 100, { take });
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  assert.equal(passed.length, 3);
  gate.resolve();

  assert.equal(await answer, 100);
  assert.deepEqual(
    taken,
    Array.from({ length: 100 }, (_, piece) => piece),
  );
});

test('who does not answer in time, or does not even begin to, is a 503; the other end is told', async () => {
  const signals: AbortSignal[] = [];
  const { near } = lineTo({
    double(_, { signal }) {
      signals.push(signal);
      return new Promise(() => {});
    },
  });

  const late = { message: 'the far end did not answer in time', status: 503 };
  await assert.rejects(near.ask('double', 1, { timeoutMs: 10 }), late);
  await assert.rejects(near.ask('double', 1, { timeoutMs: 10_000, firstPieceMs: 10 }), late);
  await setImmediate();
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  );
});

test('who asks may hang up', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<AbortSignal>();
  const { near } = lineTo({
    double(_, { signal }) {
      resolve(signal);
      return new Promise(() => {});
    },
  });
  const controller = new AbortController();

  const answer = near.ask('double', 1, { signal: controller.signal });
  const signal = await asked;
  controller.abort();

  await assert.rejects(answer, { status: 503 });
  await setImmediate();
  assert.equal(signal.aborted, true);
  await assert.rejects(near.ask('double', 1, { signal: controller.signal }), { status: 503 });
});

test('when the other end is gone nobody waits for it, and it waits for nobody', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<AbortSignal>();
  const { near, far } = lineTo({
    double(_, { signal }) {
      resolve(signal);
      return new Promise(() => {});
    },
  });
  const answer = near.ask('double', 1);
  const signal = await asked;

  near.close();
  far.close();

  const gone = { message: 'the far end has ended', status: 503 };
  await assert.rejects(answer, gone);
  await assert.rejects(near.ask('double', 1), gone);
  assert.equal(signal.aborted, true);
});

test('an answer that cannot be copied is an error, and breaks nothing', async () => {
  const { near } = lineTo({
    double: (value) => (value === 1 ? ((() => 1) as unknown as number) : value),
  });

  await assert.rejects(near.ask('double', 1), /could not be cloned/);
  assert.equal(await near.ask('double', 2), 2);
});

test('nobody answers what is no topic', async () => {
  const { near } = lineTo({ double: (value) => value });

  await assert.rejects(near.ask('toString' as 'double', 1), /nobody answers "toString"/);
});
