import type { Format } from '../exposition/format.ts';
import { toBytes, varint } from '../exposition/wire.ts';
import type { Block, FamilyPiece } from './blocks.ts';
import { startReadingProtobuf } from './read-protobuf.ts';
import { startReadingText } from './read-text.ts';

const READERS = {
  text: startReadingText,
  openmetrics: startReadingText,
  protobuf: startReadingProtobuf,
} as const;

/**
 * The families of several parts that have no series in common, each once, with the series of all. No more than one
 * family is held at a time. Only bytes are moved: who probes a target has written its lines.
 */
export async function* mergeParts(
  parts: readonly AsyncIterable<FamilyPiece>[],
  format: Format,
): AsyncGenerator<Buffer, void, undefined> {
  const walks = parts.map((part) => groupsOf(part, format));
  try {
    let heads = await Promise.all(walks.map((walk) => walk.next()));
    for (;;) {
      const groups = heads.flatMap(({ done, value }) => (done === true ? [] : [value]));
      const [family] = groups.map((group) => group.family).sort();
      if (family === undefined) return;
      const same = groups.filter((group) => group.family === family);
      yield* joined(
        same.map(({ blocks }) => blocks),
        format,
      );
      heads = await Promise.all(
        heads.map(async (head, index) => {
          const isOut = head.done !== true && head.value.family === family;
          return (isOut ? await walks[index]?.next() : head) ?? head;
        }),
      );
    }
  } finally {
    await Promise.all(walks.map((walk) => walk.return()));
  }
}

interface Group {
  readonly family: string;
  readonly blocks: readonly Block[];
}

async function* groupsOf(
  pieces: AsyncIterable<FamilyPiece>,
  format: Format,
): AsyncGenerator<Group, void, undefined> {
  let family: string | undefined;
  let reader = READERS[format]();
  for await (const piece of pieces) {
    if (family !== undefined && piece.family !== family) {
      yield { family, blocks: reader.blocks };
      reader = READERS[format]();
    }
    family = piece.family;
    const { buffer, byteOffset, byteLength } = piece.bytes;
    reader.add(Buffer.from(buffer, byteOffset, byteLength));
  }
  if (family !== undefined) yield { family, blocks: reader.blocks };
}

/** Where types differ the first wins, as it does within one process. */
function* joined(parts: readonly (readonly Block[])[], format: Format): Generator<Buffer> {
  const all = parts.flat();
  for (const name of new Set(all.map((block) => block.name))) {
    const [first, ...others] = all.filter((block) => block.name === name);
    if (first === undefined) continue;
    const { head, type } = first;
    const series = [first, ...others.filter((block) => block.type === type)].flatMap(
      (block) => block.series,
    );
    if (format === 'protobuf') {
      const length = series.reduce((sum, one) => sum + one.length, head.length);
      yield toBytes(varint(length));
    }
    yield head;
    yield* series;
  }
}
