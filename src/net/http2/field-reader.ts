import { failure } from '../../failure.ts';
import { type FieldTable, sizeOf, startTable } from './field-table.ts';
import { readHuffman } from './huffman.ts';
import type { Field } from './static-table.ts';

/** More is not read; a few bytes can stand for many. */
export const MAX_FIELDS_SIZE = 1024 * 1024;

/** Reads the blocks of one connection, in their order (HPACK, RFC 7541). */
export function startFieldReader(): (block: Buffer) => readonly Field[] {
  const table = startTable();
  return (block) => {
    const fields: Field[] = [];
    const cursor = startCursor(block);
    let size = 0;
    while (!cursor.isAtEnd()) {
      const field = readField(cursor, table);
      if (field === undefined) {
        if (fields.length > 0) throw failure('protocol', 'got a table size amid headers');
        continue;
      }
      fields.push(field);
      size += sizeOf(field);
      if (size > MAX_FIELDS_SIZE)
        throw failure('protocol', `got headers of more than ${MAX_FIELDS_SIZE} bytes`);
    }
    return fields;
  };
}

/** Undefined for what is about the table alone. */
function readField(cursor: Cursor, table: FieldTable): Field | undefined {
  const byte = cursor.peek();
  if ((byte & 0x80) !== 0) return table.at(cursor.number(7));
  if ((byte & 0x40) !== 0) {
    const field = readLiteral(cursor, table, 6);
    table.add(field);
    return field;
  }
  if ((byte & 0x20) === 0) return readLiteral(cursor, table, 4);
  table.shrink(cursor.number(5));
  return undefined;
}

function readLiteral({ number, text }: Cursor, table: FieldTable, bits: number): Field {
  const index = number(bits);
  return [index === 0 ? text() : table.at(index)[0], text()];
}

interface Cursor {
  isAtEnd(this: void): boolean;
  peek(this: void): number;
  /** A number that begins in the last bits of a byte. */
  number(this: void, bits: number): number;
  text(this: void): string;
}

function startCursor(block: Buffer): Cursor {
  let at = 0;

  function peek(): number {
    const byte = block[at];
    if (byte === undefined) throw failure('protocol', 'got headers that are cut short');
    return byte;
  }

  function number(bits: number): number {
    const most = 2 ** bits - 1;
    let value = peek() & most;
    at += 1;
    if (value < most) return value;
    for (let scale = 1; scale < 2 ** 28; scale *= 128) {
      const byte = peek();
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw failure('protocol', 'got headers with a number that is too large');
  }

  return {
    isAtEnd: () => at >= block.length,
    peek,
    number,
    text() {
      const isHuffman = (peek() & 0x80) !== 0;
      const end = number(7) + at;
      if (end > block.length) throw failure('protocol', 'got headers that are cut short');
      const bytes = block.subarray(at, end);
      at = end;
      return isHuffman ? readHuffman(bytes) : bytes.toString('latin1');
    },
  };
}
