import { setImmediate } from 'node:timers/promises';
import type { Family } from '../metrics/metrics.ts';
import type { Format, RenderOptions } from './format.ts';
import { openmetrics } from './openmetrics.ts';
import { protobuf } from './protobuf.ts';
import { text } from './text.ts';

export type Chunk = string | Buffer;

const RENDERERS = { text, openmetrics, protobuf } as const;

/**
 * The exposition in chunks, of which most bodies are one. An empty chunk is a moment at which the caller may let
 * others run.
 */
export function render(
  families: readonly Family[],
  format: Format,
  options: RenderOptions,
): IterableIterator<Chunk, void, undefined> {
  return RENDERERS[format](families, options);
}

/** The same for an HTTP body: lets other work run every few milliseconds, and has no empty chunks. */
export function renderBody(
  families: readonly Family[],
  format: Format,
  options: RenderOptions,
): AsyncGenerator<Chunk, void, undefined> {
  return inSlices(render(families, format, options));
}

// A probe's latency is measured on this thread, so a large scrape must not hold it.
const SLICE_MS = 4;

export async function* inSlices(chunks: Iterable<Chunk>): AsyncGenerator<Chunk, void, undefined> {
  // Whoever gathered the families has held it for a while.
  let startedAt = Number.NEGATIVE_INFINITY;
  for (const chunk of chunks) {
    if (chunk.length > 0) yield chunk;
    if (performance.now() - startedAt < SLICE_MS) continue;
    await setImmediate();
    startedAt = performance.now();
  }
}
