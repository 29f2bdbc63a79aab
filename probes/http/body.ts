import { type Compression, decompressor } from '../../src/net/decompress.ts';
import type { BodySink } from '../../src/net/http-message.ts';
import { failure } from '../../src/probe.ts';

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
  readonly onLength: (bytes: number) => void;
}

// Many runs at once may each keep this much for their rules. Who needs more says so by a body_size_limit.
const MOST_KEPT = 4 * 1024 * 1024;

/** Counts a body, and keeps of it only what is asked for. */
export function readBody({ compression, sizeLimit, isKept, onLength }: BodyOptions): BodyReader {
  const chunks: Buffer[] = [];
  let length = 0;
  const largest = sizeLimit > 0 ? sizeLimit : isKept ? MOST_KEPT : Number.POSITIVE_INFINITY;

  function take(chunk: Buffer): undefined {
    const isTooMuch = length + chunk.length > largest;
    length = isTooMuch ? largest : length + chunk.length;
    onLength(length);
    if (isTooMuch) throw tooLong(largest, sizeLimit > 0);
    if (isKept) chunks.push(chunk);
  }

  const kept = (): Buffer => Buffer.concat(chunks);
  if (compression === 'identity') return { sink: take, end: async () => {}, kept, destroy() {} };
  const { write, end, destroy } = decompressor(compression, take);
  return { sink: write, end, kept, destroy };
}

function tooLong(bytes: number, isConfigured: boolean): Error {
  const why = isConfigured
    ? 'want no more by body_size_limit'
    : 'which is as far as rules on the body look; set a body_size_limit for more';
  return failure('content', `got a body of more than ${bytes} bytes, ${why}`);
}
