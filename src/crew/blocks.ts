/** Some of what an exposition says of one family. */
export interface FamilyPiece {
  readonly family: string;
  readonly bytes: Uint8Array;
}

/** One family of an exposition, in the pieces in which it came. */
export interface Block {
  readonly name: string;
  /** The type as the exposition writes it. */
  readonly type: string;
  /** What stands before the series: help, type, unit. */
  readonly head: Buffer;
  readonly series: Buffer[];
}

/** Takes an exposition apart, piece by piece as our writers make them: none ends within a line or a field. */
export interface Reader {
  add(this: void, piece: Buffer): void;
  /** What has come so far. */
  readonly blocks: readonly Block[];
}
