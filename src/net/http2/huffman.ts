import { failure } from '../../failure.ts';

// How many bits each byte takes, and after them the end that is never sent (RFC 7541, appendix B). The codes follow:
// of one length they count upwards, and go on from the length before.
const LENGTHS = `
13 23 28 28 28 28 28 28 28 24 30 28 28 30 28 28 28 28 28 28 28 28 30 28 28 28 28 28 28 28 28 28
 6 10 10 12 13  6  8 11 10 10  8 11  8  6  6  6  5  5  5  6  6  6  6  6  6  6  7  8 15  6 12 10
13  6  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  7  8  7  8 13 19 13 14  6
15  5  6  5  6  5  6  6  6  5  7  7  6  6  6  5  6  7  6  5  5  6  7  7  7  7  7 15 11 14 13 28
20 22 20 20 22 22 22 23 22 23 23 23 23 23 24 23 24 24 22 23 24 23 23 23 23 21 22 23 22 23 23 24
22 21 20 22 22 23 23 21 23 22 22 24 21 22 23 23 21 21 22 21 23 22 23 23 20 22 22 22 23 22 22 23
26 26 20 19 22 23 22 25 26 26 26 27 27 26 24 25 19 21 26 27 27 26 27 24 21 21 26 26 28 27 27 27
20 24 20 21 22 21 21 23 22 22 25 25 24 24 26 23 26 27 26 26 27 27 27 27 27 28 27 27 27 27 27 26
30`
  .trim()
  .split(/\s+/)
  .map(Number);

const END = 256;

/** The codes of one length. */
interface Codes {
  readonly first: number;
  readonly symbols: readonly number[];
}

const CODES = codesByLength();

/** The bytes that these stand for, as latin1. */
export function readHuffman(bytes: Buffer): string {
  const read: number[] = [];
  let code = 0;
  let length = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit -= 1) {
      code = code * 2 + ((byte >> bit) & 1);
      length += 1;
      const { first, symbols } = CODES[length] ?? NONE;
      const symbol = symbols[code - first];
      if (symbol === undefined) continue;
      if (symbol === END) throw unreadable();
      read.push(symbol);
      code = 0;
      length = 0;
    }
  }
  // The last byte is filled up with ones.
  if (length > 7 || code !== 2 ** length - 1) throw unreadable();
  return Buffer.from(read).toString('latin1');
}

const NONE: Codes = { first: 0, symbols: [] };

function codesByLength(): readonly Codes[] {
  const all: Codes[] = [];
  let first = 0;
  for (let length = 0; length <= Math.max(...LENGTHS); length += 1) {
    const symbols = [...LENGTHS.keys()].filter((symbol) => LENGTHS[symbol] === length);
    all.push({ first, symbols });
    first = (first + symbols.length) * 2;
  }
  return all;
}

function unreadable(): Error {
  return failure('protocol', 'got a header that is no Huffman code');
}
