import { nonsense } from './errors.ts';
import { MAX_FIELDS_SIZE, startFieldReader } from './field-reader.ts';
import { FLAG, type Frame } from './frames.ts';
import type { Field } from './static-table.ts';

type Told = (fields: readonly Field[], isLast: boolean) => void;

/** Headers, of which a block may take several frames. */
export interface HeaderBlocks {
  begin(this: void, first: Frame, content: Buffer): void;
  goOn(this: void, more: Frame): void;
  /** Whether the next frame has to go on with a block. */
  isOpen(this: void): boolean;
}

export function startHeaderBlocks(tell: Told): HeaderBlocks {
  const readFields = startFieldReader();
  let parts: Buffer[] = [];
  let size = 0;
  let isOpen = false;
  let isLast = false;

  function add({ flags }: Frame, part: Buffer): void {
    parts.push(part);
    size += part.length;
    if (size > MAX_FIELDS_SIZE) throw nonsense(`headers of more than ${MAX_FIELDS_SIZE} bytes`);
    isOpen = (flags & FLAG.endHeaders) === 0;
    if (isOpen) return;
    const block = parts.length === 1 ? part : Buffer.concat(parts);
    parts = [];
    size = 0;
    tell(readFields(block), isLast);
  }

  return {
    begin(first, content) {
      isLast = (first.flags & FLAG.endStream) !== 0;
      add(first, content);
    },
    goOn(more) {
      if (!isOpen) throw nonsense('headers that go on without a beginning');
      add(more, more.payload);
    },
    isOpen: () => isOpen,
  };
}
