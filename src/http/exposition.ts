import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Context } from 'koa';
import type { Exposition } from '../config/config.ts';
import { CONTENT_TYPES, type Format } from '../exposition/format.ts';
import { negotiate } from '../exposition/negotiate.ts';
import { renderBody } from '../exposition/render.ts';
import type { Family } from '../metrics/metrics.ts';

const compress = promisify(gzip);
// Metrics repeat themselves so much that the fastest level already takes nine tenths away.
const GZIP = { level: constants.Z_BEST_SPEED };

/** Answers with families in the format that the scraper likes best. */
export async function expose(
  ctx: Context,
  families: Iterable<Family>,
  created: Exposition['created'],
): Promise<void> {
  const format = negotiate(ctx.get('Accept'));
  const chunks: Buffer[] = [];
  for await (const chunk of renderBody(families, format, {
    created: showsCreated(created, format),
  })) {
    chunks.push(Buffer.from(chunk));
  }
  const body = Buffer.concat(chunks);
  ctx.set('Content-Type', CONTENT_TYPES[format]);
  ctx.set('Vary', 'Accept, Accept-Encoding');
  const zipped = ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
  if (zipped) ctx.set('Content-Encoding', 'gzip');
  ctx.body = zipped ? await compress(body, GZIP) : body;
}

function showsCreated(created: Exposition['created'], format: Format): boolean {
  const formats: Readonly<Record<Exposition['created'], readonly Format[]>> = {
    all: ['text', 'openmetrics', 'protobuf'],
    openmetrics: ['openmetrics', 'protobuf'],
    protobuf: ['protobuf'],
    none: [],
  };
  return formats[created].includes(format);
}
