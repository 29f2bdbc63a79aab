/** Large enough to be cheap to send, small enough that making one never holds up the event loop. */
export const CHUNK_LENGTH = 48 * 1024;

/** Joins many small texts into few of about CHUNK_LENGTH. */
export function* chunked(parts: Iterable<string>): Generator<string, void, undefined> {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
