import { type Cursor, malformed } from '../cursor.ts';
import { typeName } from '../types.ts';
import type { Field } from './fields.ts';

const MAX_BLOCK_BYTES = 32;

/** The types that a name has, from RFC 4034's blocks of bits. */
export const typeBitmap: Field = (rdata) => {
  const names: string[] = [];
  let last = -1;
  while (!rdata.isAtEnd()) {
    const window = rdata.number(1);
    if (window <= last) throw malformed('a list of types is out of order');
    last = window;
    names.push(...namesInBlock(rdata, window));
  }
  return names.length === 0 ? undefined : names.join(' ');
};

function namesInBlock(rdata: Cursor, window: number): readonly string[] {
  const length = rdata.number(1);
  if (length === 0 || length > MAX_BLOCK_BYTES)
    throw malformed(`a list of types has a block of ${length} bytes`);
  return [...rdata.bytes(length)].flatMap((byte, index) => {
    const bits = [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (0x80 >> bit)) !== 0);
    return bits.map((bit) => typeName(window * 256 + index * 8 + bit));
  });
}

/** One type by its name. */
export const typeCovered: Field = (rdata) => typeName(rdata.isAtEnd() ? 0 : rdata.number(2));
