import { failure } from '../../failure.ts';
import { type Field, STATIC_TABLE } from './static-table.ts';

/** What can be said by number (RFC 7541, section 2.3). */
export interface FieldTable {
  at(this: void, index: number): Field;
  add(this: void, field: Field): void;
  /** To at most so many bytes. */
  shrink(this: void, size: number): void;
}

// What a peer may have us keep unless it was told of more.
const MAX_SIZE = 4096;

export function startTable(): FieldTable {
  // The newest first.
  const fields: Field[] = [];
  let size = 0;
  let maxSize = MAX_SIZE;

  function evict(): void {
    while (size > maxSize) {
      const oldest = fields.pop();
      if (oldest === undefined) throw new Error('BUG: an empty table with a size');
      size -= sizeOf(oldest);
    }
  }

  return {
    at(index) {
      const field = STATIC_TABLE[index - 1] ?? fields[index - STATIC_TABLE.length - 1];
      if (field !== undefined) return field;
      throw failure('protocol', `got a header by the number ${index}, which stands for none`);
    },
    add(field) {
      fields.unshift(field);
      size += sizeOf(field);
      evict();
    },
    shrink(newSize) {
      if (newSize > MAX_SIZE)
        throw failure('protocol', `got a table of ${newSize} bytes, want at most ${MAX_SIZE}`);
      maxSize = newSize;
      evict();
    },
  };
}

/** As the RFC counts, with what an entry costs beside its text. */
export function sizeOf([name, value]: Field): number {
  return name.length + value.length + 32;
}
