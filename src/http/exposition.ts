import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { Context } from 'koa';
import type { Exposition } from '../config/config.ts';
import { CONTENT_TYPES, type Format, type RenderOptions } from '../exposition/format.ts';
import { negotiate } from '../exposition/negotiate.ts';
import { type Chunk, inSlices, render } from '../exposition/render.ts';
import type { Family } from '../metrics/metrics.ts';
import { hangUpSignal } from './scraper.ts';

const CREATED_FORMATS: Readonly<Record<Exposition['created'], readonly Format[]>> = {
  all: ['text', 'openmetrics', 'protobuf'],
  openmetrics: ['openmetrics', 'protobuf'],
  protobuf: ['protobuf'],
  none: [],
};

/** Answers with families in the format that the scraper likes best. */
export async function expose(
  ctx: Context,
  families: readonly Family[],
  created: Exposition['created'],
): Promise<void> {
  const choice = chooseFormat(ctx, created);
  await send(ctx, choice.format, render(families, choice.format, choice));
}

/** What the scraper likes best of what we have, and whether it gets created timestamps. */
export function chooseFormat(
  ctx: Context,
  created: Exposition['created'],
): RenderOptions & { readonly format: Format } {
  const format = negotiate(ctx.get('Accept'));
  return { format, created: CREATED_FORMATS[created].includes(format) };
}

/** Answers with an exposition that is written, or will be while it is sent. */
async function send(
  ctx: Context,
  format: Format,
  chunks: IterableIterator<Chunk, void, undefined>,
): Promise<void> {
  const first = chunks.next();
  const second = chunks.next();
  if (second.done !== true)
    return stream(ctx, format, inSlices(startingWith([first.value ?? '', second.value], chunks)));
  setHead(ctx, format);
  showWhole(ctx, first.value ?? '');
}

function setHead(ctx: Context, format: Format): void {
  ctx.set('Content-Type', CONTENT_TYPES[format]);
  ctx.set('Vary', 'Accept, Accept-Encoding');
}

// Metrics repeat themselves so much that the fastest level already takes nine tenths away.
const GZIP = { level: constants.Z_BEST_SPEED };
// Less than that costs more time to pack than to send: an answer of `/probe` as much as a quarter of the whole probe.
const WORTH_PACKING = 8 * 1024;

function showWhole(ctx: Context, body: Chunk): void {
  ctx.body = body.length >= WORTH_PACKING && mayPack(ctx) ? gzipSync(body, GZIP) : body;
}

/** Keeps to the pace of the scraper, so that nothing large lies in memory. */
export async function stream(
  ctx: Context,
  format: Format,
  chunks: AsyncIterable<Chunk>,
): Promise<void> {
  setHead(ctx, format);
  ctx.status = 200;
  const isPacked = mayPack(ctx);
  if (ctx.method === 'HEAD') return;
  ctx.respond = false;
  await pump(isPacked ? packed(chunks) : chunks, ctx.res, hangUpSignal(ctx));
}

/** Chunk by chunk, off this thread. */
async function* packed(chunks: AsyncIterable<Chunk>): AsyncGenerator<Buffer, void, undefined> {
  const gzip = createGzip(GZIP);
  const pieces: Buffer[] = [];
  gzip.on('data', (piece: Buffer) => pieces.push(piece));
  // Whoever writes or waits is told.
  gzip.on('error', () => {});
  try {
    for await (const chunk of chunks) {
      await new Promise<void>((resolve, reject) => {
        gzip.write(chunk, (error) => (error ? reject(error) : resolve()));
      });
      yield* pieces.splice(0);
    }
    gzip.end();
    await once(gzip, 'end');
    yield* pieces;
  } finally {
    gzip.destroy();
  }
}

// Not a pipeline of streams: over HTTP/2 that waits for ever for a scraper that gave up.
async function pump(
  chunks: AsyncIterable<Chunk>,
  answer: ServerResponse,
  hangUp: AbortSignal,
): Promise<void> {
  // HTTP/2 calls an answer finished that was given up.
  const isGone = (): boolean => hangUp.aborted || answer.destroyed || answer.writableFinished;
  try {
    for await (const chunk of chunks) {
      if (isGone()) return;
      if (!answer.write(chunk)) await once(answer, 'drain', { signal: hangUp });
    }
    answer.end();
  } catch (error) {
    if (isGone()) return;
    answer.destroy();
    throw error;
  }
}

function mayPack(ctx: Context): boolean {
  if (ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') return false;
  ctx.set('Content-Encoding', 'gzip');
  return true;
}

function* startingWith(
  first: readonly Chunk[],
  others: IterableIterator<Chunk, void, undefined>,
): Generator<Chunk, void, undefined> {
  try {
    yield* first;
    yield* others;
  } finally {
    others.return?.();
  }
}
