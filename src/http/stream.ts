import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { Context } from 'koa';
import type { Chunk } from '../exposition/render.ts';
import { hangUpSignal } from './scraper.ts';

// What we say repeats itself so much that the fastest level already takes nine tenths away.
const GZIP = { level: constants.Z_BEST_SPEED };
// Less than that costs more time to pack than to send: an answer of `/probe` as much as a quarter of the whole probe.
const WORTH_PACKING = 8 * 1024;

/** Answers with what is there already, packed for those who unpack it. */
export function sendWhole(ctx: Context, body: Chunk): void {
  if (body.length >= WORTH_PACKING && mayPack(ctx)) ctx.body = gzipSync(body, GZIP);
  else if (typeof body === 'string') sendText(ctx, body);
  else ctx.body = body;
}

/** Nearly always it is ASCII, and need not be turned into UTF-8 letter by letter, which Koa would have done. */
function sendText(ctx: Context, text: string): void {
  const bytes = Buffer.byteLength(text);
  ctx.status = 200;
  ctx.length = bytes;
  ctx.respond = false;
  if (ctx.method === 'HEAD') ctx.res.end();
  else ctx.res.end(text, bytes === text.length ? 'latin1' : 'utf8');
}

/** Answers with what comes, at the pace of whoever asked, so that nothing large lies in memory. */
export async function sendStream(ctx: Context, chunks: AsyncIterable<Chunk>): Promise<void> {
  await send(ctx, chunks, mayPack(ctx));
}

/** The same for what is to be seen as soon as it is there: who packs waits for more. */
export async function sendLive(ctx: Context, chunks: AsyncIterable<Chunk>): Promise<void> {
  // Nor is a proxy to wait.
  ctx.set('X-Accel-Buffering', 'no');
  await send(ctx, chunks, false);
}

async function send(ctx: Context, chunks: AsyncIterable<Chunk>, isPacked: boolean): Promise<void> {
  ctx.status = 200;
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
