import type { Context } from 'koa';
import type { Exposition } from '../config/config.ts';
import { CONTENT_TYPES, type Format, type RenderOptions } from '../exposition/format.ts';
import { negotiate } from '../exposition/negotiate.ts';
import { type Chunk, inSlices, render } from '../exposition/render.ts';
import type { Family } from '../metrics/metrics.ts';
import { sendStream, sendWhole } from './stream.ts';

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
  sendWhole(ctx, first.value ?? '');
}

function setHead(ctx: Context, format: Format): void {
  ctx.set('Content-Type', CONTENT_TYPES[format]);
  ctx.set('Vary', 'Accept, Accept-Encoding');
}

export async function stream(
  ctx: Context,
  format: Format,
  chunks: AsyncIterable<Chunk>,
): Promise<void> {
  setHead(ctx, format);
  await sendStream(ctx, chunks);
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
