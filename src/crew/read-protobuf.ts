import type { Block, Reader } from './blocks.ts';

const NAME = 1;
const TYPE = 3;
const METRIC = 4;

/** Delimited protobuf: messages of io.prometheus.client.MetricFamily, each after its length. */
export function startReadingProtobuf(): Reader {
  const blocks: Block[] = [];
  // Of the message that has begun.
  let left = 0;
  let isNew = false;
  return {
    blocks,
    add(piece) {
      for (let at = 0; at < piece.length; ) {
        if (left === 0) {
          ({ value: left, end: at } = readVarint(piece, at));
          isNew = true;
          continue;
        }
        const some = piece.subarray(at, at + left);
        if (isNew) blocks.push(blockOf(some));
        else blocks.at(-1)?.series.push(some);
        isNew = false;
        left -= some.length;
        at += some.length;
      }
    },
  };
}

/** Our writer tells everything else of a family before its metrics. */
function blockOf(message: Buffer): Block {
  let name = '';
  let type = '';
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const field = tag.value >>> 3;
    if (field === METRIC) break;
    const value = readVarint(message, tag.end);
    // A whole number is its own value, everything else here has a length before it.
    const isNumber = (tag.value & 7) === 0;
    at = value.end + (isNumber ? 0 : value.value);
    if (field === NAME) name = message.toString('utf8', value.end, at);
    if (field === TYPE) type = String(value.value);
  }
  return { name, type, head: message.subarray(0, at), series: [message.subarray(at)] };
}

function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  let factor = 1;
  for (let at = start; at < bytes.length; at += 1, factor *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
  throw new Error('BUG: a piece of an exposition ends within a number');
}
