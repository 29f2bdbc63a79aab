import { type HttpHead, headerValues } from '../../src/net/http-message.ts';

const OF_CHUNKS = new Set(['content-length', 'trailer']);

/**
 * The values of a header as rules see them. What says where the body ends, and whether the connection does, is no
 * part of the answer for Go programs, and many rules were written with blackbox_exporter.
 */
export function seenValues(head: HttpHead, name: string): readonly string[] {
  const values = headerValues(head, name);
  if (name === 'transfer-encoding') return [];
  if (head.version === 'HTTP/2.0') return name === 'trailer' ? [] : values;
  if (name === 'cache-control' && values.length === 0) return cacheControlOf(head);
  if (head.version < 'HTTP/1.1') return values;
  if (name === 'connection') return values.some(saysClose) ? [] : values;
  const isChunked = headerValues(head, 'transfer-encoding').length > 0;
  return isChunked && OF_CHUNKS.has(name) ? [] : values;
}

/** The older way to say it. */
function cacheControlOf(head: HttpHead): readonly string[] {
  return headerValues(head, 'pragma')[0] === 'no-cache' ? ['no-cache'] : [];
}

function saysClose(value: string): boolean {
  return value.split(',').some((token) => token.trim().toLowerCase() === 'close');
}
