import { setImmediate } from 'node:timers/promises';
import type { Family } from '../metrics/metrics.ts';
import type { Format, RenderOptions } from './format.ts';
import { mergeFamilies } from './merge.ts';
import { openmetrics } from './openmetrics.ts';
import { protobuf } from './protobuf.ts';
import { text } from './text.ts';

type Chunk = string | Uint8Array;

const RENDERERS = { text, openmetrics, protobuf } as const;

/**
 * The exposition in chunks, families of one name put together. An empty chunk is a moment at which the caller may let
 * others run.
 */
function render(
  families: Iterable<Family>,
  format: Format,
  options: RenderOptions,
): Iterable<Chunk> {
  return RENDERERS[format](mergeFamilies(families), options);
}

// A probe's latency is measured on this thread, so a large scrape must not hold it.
const SLICE_MS = 8;

/** The same for an HTTP body: lets other work run every few milliseconds, and has no empty chunks. */
export async function* renderBody(
  families: Iterable<Family>,
  format: Format,
  options: RenderOptions,
): AsyncGenerator<Chunk, void, undefined> {
  let startedAt = performance.now();
  for (const chunk of render(families, format, options)) {
    if (chunk.length > 0) yield chunk;
    if (performance.now() - startedAt < SLICE_MS) continue;
    await setImmediate();
    startedAt = performance.now();
  }
}
