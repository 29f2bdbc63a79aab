import { frame, TYPE } from './frames.ts';

export const MAX_WINDOW = 2 ** 31 - 1;

/** What either side may send before anybody has said more. */
export const FIRST_WINDOW = 65_535;

/** Enough that a body from far away seldom waits for leave to go on. */
export const WINDOW = 256 * 1024;

/**
 * Counts what was taken, and says when the server has to be told that it may go on. Who sends more than that is held
 * back by TCP.
 */
export function startWindow(): (received: number) => Buffer | undefined {
  let left = WINDOW;
  return (received) => {
    left -= received;
    if (left > WINDOW / 2) return undefined;
    const more = WINDOW - left;
    left = WINDOW;
    return Buffer.concat([grant(0, more), grant(1, more)]);
  };
}

/** Leave for so many bytes more. */
export function grant(stream: number, more: number): Buffer {
  const payload = Buffer.allocUnsafe(4);
  payload.writeUInt32BE(more);
  return frame({ type: TYPE.windowUpdate, flags: 0, stream, payload });
}
