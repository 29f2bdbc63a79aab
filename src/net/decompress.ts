import { finished } from 'node:stream/promises';
import {
  type BrotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  type Gunzip,
  type Inflate,
  type InflateRaw,
} from 'node:zlib';
import { failure } from '../failure.ts';

const COMPRESSIONS = ['gzip', 'deflate', 'br', 'identity'] as const;
export type Compression = (typeof COMPRESSIONS)[number];

/** By its name in a config; none is `identity`. Undefined if nobody here can unpack it. */
export function compressionOf(name: string): Compression | undefined {
  const wanted = name.toLowerCase() || 'identity';
  return COMPRESSIONS.find((each) => each === wanted);
}

export interface Decompressor {
  /** A promise holds the sender back until there is room again. */
  write(this: void, chunk: Buffer): Promise<void> | undefined;
  /** Settles when all has come out; throws `payload` if what went in was not whole. */
  end(this: void): Promise<void>;
  destroy(this: void): void;
}

type Unpacker = BrotliDecompress | Gunzip | Inflate | InflateRaw;

/** Unpacks a stream piece by piece into a sink, whose throw ends it: a small body may unpack to a very large one. */
export function decompressor(
  compression: Exclude<Compression, 'identity'>,
  sink: (chunk: Buffer) => void,
): Decompressor {
  let stream: Unpacker | undefined;
  let done: Promise<void> | undefined;
  let given = 0;

  function start(first: Buffer): Unpacker {
    const started = streamOf(compression, first);
    started.on('data', (chunk: Buffer) => {
      try {
        sink(chunk);
      } catch (error) {
        started.destroy(error as Error);
      }
    });
    done = finished(started).catch((error: Error) => {
      throw readable(error, compression);
    });
    // It may break long before anybody waits for the end.
    done.catch(() => {});
    return started;
  }

  return {
    write(chunk) {
      stream ??= start(chunk);
      given += chunk.length;
      if (stream.write(chunk)) return undefined;
      return Promise.race([drained(stream), done ?? Promise.resolve()]);
    },
    async end() {
      stream?.end();
      await done;
      // Of the bare formats, only this one may not be followed by anything.
      if (compression === 'br' && (stream?.bytesWritten ?? 0) < given)
        throw failure('payload', 'the body is not br: there is something behind its end');
    },
    destroy() {
      stream?.destroy();
    },
  };
}

function streamOf(compression: Exclude<Compression, 'identity'>, first: Buffer): Unpacker {
  if (compression === 'gzip') return createGunzip();
  if (compression === 'br') return createBrotliDecompress();
  // Some send the zlib format, as the RFC has it, and some the bare stream, as Go takes it. The first has an 8 here.
  return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

async function drained(stream: Unpacker): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once('drain', resolve);
  await promise;
}

function readable(error: Error, compression: string): Error {
  if (!('code' in error) || !/^(Z_|ERR_|ERR_BROTLI)/.test(String(error.code))) return error;
  return failure('payload', `the body is not ${compression}: ${error.message}`, { cause: error });
}
