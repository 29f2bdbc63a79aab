import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';

/** Finds where a JSON value ends while its bytes still come, since the peer may leave the connection open. */
export interface Scanner {
  /** The index after the value's last byte in this chunk; undefined if the value goes on. */
  push(this: void, chunk: Uint8Array): number | undefined;
}

// Deeper than any side-car is, and far below what would exhaust the parser's stack.
const MAX_DEPTH = 100;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Looks at nothing but quotes and brackets: whether the value is right is for the parser to say. */
export function startScanner(): Scanner {
  // No byte inside a UTF-8 character looks like a quote or a bracket, so chunks may end anywhere.
  let seen = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;

  function start(chunk: Uint8Array, index: number): void {
    const byte = chunk[index];
    if (byte === BYTE_ORDER_MARK[seen + index] || isBlank(byte)) return;
    if (byte !== OPEN_OBJECT && byte !== OPEN_LIST) throw notJson(chunk.subarray(index));
    depth = 1;
  }

  function skip(byte: number | undefined): void {
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) inString = false;
  }

  function nest(byte: number | undefined): void {
    if (byte === QUOTE) inString = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
    if (depth <= MAX_DEPTH) return;
    throw failure('payload', `the JSON nests deeper than ${MAX_DEPTH} levels`);
  }

  return {
    push(chunk) {
      for (let index = 0; index < chunk.length; index++) {
        if (depth === 0) {
          start(chunk, index);
          continue;
        }
        if (inString) skip(chunk[index]);
        else nest(chunk[index]);
        if (depth === 0) return index + 1;
      }
      seen += chunk.length;
      return undefined;
    },
  };
}

export function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}

function notJson(rest: Uint8Array): Error {
  return failure('payload', `got ${shown(rest)}, want a JSON object`);
}
