import { MOST_MESSAGE } from '../evidence.ts';

/** The beginning of what comes piece by piece: as much as evidence holds, and a little more if there is more. */
export interface Pieces {
  take(this: void, piece: Buffer): void;
  bytes(this: void): Buffer;
}

export function startPieces(): Pieces {
  const pieces: Buffer[] = [];
  let length = 0;
  return {
    take(piece) {
      if (length > MOST_MESSAGE) return;
      pieces.push(piece);
      length += piece.length;
    },
    bytes: () => (pieces.length === 1 && pieces[0]) || Buffer.concat(pieces),
  };
}
