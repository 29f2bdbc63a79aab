import { type Compression, decompressor } from '../../src/net/decompress.ts';
import type { BodySink } from '../../src/net/http-message.ts';
import { startPieces } from '../../src/net/pieces.ts';
import { failure, type Show } from '../../src/probe.ts';

export interface BodyReader {
  readonly sink: BodySink;
  /** Settles when everything is unpacked. */
  end(this: void): Promise<void>;
  /** What was kept for the rules. */
  kept(this: void): Buffer;
  destroy(this: void): void;
}

export interface BodyOptions {
  readonly compression: Compression;
  /** Of what comes out of the unpacking; 0 for none. */
  readonly sizeLimit: number;
  /** Whether any rule looks at the body. */
  readonly isKept: boolean;
  readonly show: Show;
  readonly onLength: (bytes: number) => void;
}

// Who wants rules to look further says so by a body_size_limit.
const MOST_KEPT = 16 * 1024 * 1024;
// By all runs together, whatever their limits.
const MOST_KEPT_AT_ONCE = 256 * 1024 * 1024;
let keptAtOnce = 0;

/** Counts a body, and keeps of it only what is asked for. */
export function readBody(options: BodyOptions): BodyReader {
  const { compression, sizeLimit, isKept, show, onLength } = options;
  const beginning = startPieces();
  const chunks: Buffer[] = [];
  let length = 0;
  let keptHere = 0;
  const largest = sizeLimit > 0 ? sizeLimit : isKept ? MOST_KEPT : Number.POSITIVE_INFINITY;

  function take(chunk: Buffer): undefined {
    beginning.take(chunk);
    const isTooMuch = length + chunk.length > largest;
    length = isTooMuch ? largest : length + chunk.length;
    onLength(length);
    if (isTooMuch) throw tooLong(largest, sizeLimit > 0);
    if (isKept) keep(chunk);
  }

  function keep(chunk: Buffer): void {
    if (keptAtOnce + chunk.length > MOST_KEPT_AT_ONCE) throw noRoom();
    keptAtOnce += chunk.length;
    keptHere += chunk.length;
    chunks.push(chunk);
  }

  function release(): void {
    keptAtOnce -= keptHere;
    keptHere = 0;
  }

  const kept = (): Buffer => Buffer.concat(chunks);
  if (compression === 'identity') {
    show({ kind: 'received', text: beginning.bytes });
    return { sink: take, end: async () => {}, kept, destroy: release };
  }
  // What cannot be unpacked is shown as it came: often it says what went wrong.
  const packed = startPieces();
  show({ kind: 'received', text: () => (length > 0 ? beginning : packed).bytes() });
  const { write, end, destroy } = decompressor(compression, take);
  return {
    sink(chunk) {
      packed.take(chunk);
      return write(chunk);
    },
    end,
    kept,
    destroy() {
      destroy();
      release();
    },
  };
}

function noRoom(): Error {
  const detail = `the bodies that rules of all runs wait for take ${MOST_KEPT_AT_ONCE} bytes already`;
  return failure('internal', detail);
}

function tooLong(bytes: number, isConfigured: boolean): Error {
  const why = isConfigured
    ? 'want no more by body_size_limit'
    : 'which is as far as rules on the body look; set a body_size_limit for more';
  return failure('content', `got a body of more than ${bytes} bytes, ${why}`);
}
