import { promisify } from 'node:util';
import { constants, gzip, gzipSync } from 'node:zlib';
import type { Context } from 'koa';
import type { Exposition } from '../config/config.ts';
import { CONTENT_TYPES, type Format } from '../exposition/format.ts';
import { negotiate } from '../exposition/negotiate.ts';
import { renderBody } from '../exposition/render.ts';
import type { Family } from '../metrics/metrics.ts';

// Metrics repeat themselves so much that the fastest level already takes nine tenths away.
const GZIP = { level: constants.Z_BEST_SPEED };
const compressAside = promisify(gzip);
// Below this size a thread of its own costs more than it spares.
const SMALL_BYTES = 32_768;

const CREATED_FORMATS: Readonly<Record<Exposition['created'], readonly Format[]>> = {
  all: ['text', 'openmetrics', 'protobuf'],
  openmetrics: ['openmetrics', 'protobuf'],
  protobuf: ['protobuf'],
  none: [],
};

/** Answers with families in the format that the scraper likes best. */
export async function expose(
  ctx: Context,
  families: Iterable<Family>,
  created: Exposition['created'],
): Promise<void> {
  const format = negotiate(ctx.get('Accept'));
  const options = { created: CREATED_FORMATS[created].includes(format) };
  const chunks: (string | Uint8Array)[] = [];
  for await (const chunk of renderBody(families, format, options)) chunks.push(chunk);
  ctx.set('Content-Type', CONTENT_TYPES[format]);
  ctx.set('Vary', 'Accept, Accept-Encoding');
  if (ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
    ctx.set('Content-Encoding', 'gzip');
    ctx.body = await compressed(joined(chunks));
  } else {
    // Node sends a text together with its headers, and a buffer on its own.
    ctx.body = chunks.every((chunk) => typeof chunk === 'string')
      ? chunks.join('')
      : joined(chunks);
  }
}

function joined(chunks: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
}

function compressed(body: Buffer): Buffer | Promise<Buffer> {
  return body.length <= SMALL_BYTES ? gzipSync(body, GZIP) : compressAside(body, GZIP);
}
