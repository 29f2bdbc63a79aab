import { MOST_MESSAGE } from '../evidence.ts';

/** The beginning of what comes piece by piece: as much as evidence holds, and a little more if there is more. */
export interface Pieces {
  take(this: void, piece: Buffer): void;
  /** Gives them away: whoever still knows of this does not keep them in memory. */
  bytes(this: void): Buffer;
}

export function startPieces(): Pieces {
  let pieces: Buffer[] = [];
  let length = 0;
  return {
    take(piece) {
      if (length > MOST_MESSAGE) return;
      pieces.push(piece);
      length += piece.length;
    },
    bytes() {
      const [only, ...more] = pieces;
      const whole = only !== undefined && more.length === 0 ? only : Buffer.concat(pieces);
      pieces = [];
      return whole;
    },
  };
}
