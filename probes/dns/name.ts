import { failure } from '../../src/probe.ts';
import { escaped } from './escape.ts';

const MAX_NAME_BYTES = 255;
const MAX_LABEL_BYTES = 63;
// A name of 255 bytes has at most 127 labels, so no honest one jumps more often.
const MAX_POINTERS = 126;
const SPECIAL = ` .'@;()"\\`;

interface ReadName {
  readonly text: string;
  /** Behind the name where it was found, not behind what it points to. */
  readonly end: number;
}

/** A name in a message, as text with its last dot. Ends on every input: a name is short, and jumps are counted. */
export function readName(message: Buffer, start: number): ReadName {
  let text = '';
  let at = start;
  let end: number | undefined;
  let length = 1;
  let pointers = 0;
  for (;;) {
    const size = byteAt(message, at);
    at += 1;
    if (size === 0) return { text: text || '.', end: end ?? at };
    if (size >= 0xc0) {
      pointers += 1;
      if (pointers > MAX_POINTERS) throw malformedName('its pointers lead on for ever');
      end ??= at + 1;
      at = (size - 0xc0) * 256 + byteAt(message, at);
      continue;
    }
    if (size > MAX_LABEL_BYTES) throw malformedName('it has a label of an unknown kind');
    length += size + 1;
    if (length > MAX_NAME_BYTES) throw malformedName(`it is longer than ${MAX_NAME_BYTES} bytes`);
    if (at + size > message.length) throw malformedName('it ends too early');
    text += `${escaped(message.subarray(at, at + size), SPECIAL)}.`;
    at += size;
  }
}

function byteAt(message: Buffer, at: number): number {
  const byte = message[at];
  if (byte === undefined) throw malformedName('it ends too early');
  return byte;
}

function malformedName(why: string): Error {
  return failure('protocol', `got a malformed answer: a name in it cannot be read, since ${why}`);
}

const PIECE = /\\(\d{3})|\\([^])|([^])/gu;

/** The name on the wire; undefined if it has none. `\.` and `\065` are one byte each, the last dot may be missing. */
export function writeName(text: string): Buffer | undefined {
  const labels: number[][] = [[]];
  for (const [, digits, literal, plain] of text.matchAll(PIECE)) {
    const label = labels.at(-1);
    // It would hide the dot that belongs at the end.
    if (plain === '\\') return undefined;
    if (plain === '.') labels.push([]);
    else if (digits !== undefined) label?.push(Number(digits) & 0xff);
    else label?.push(...Buffer.from(literal ?? plain ?? ''));
  }
  if (labels.at(-1)?.length === 0) labels.pop();
  const isRoot = labels.length === 1 && labels[0]?.length === 0;
  const parts = isRoot ? [] : labels.map((label) => Buffer.from([label.length, ...label]));
  if (parts.some(({ length }) => length === 1 || length > MAX_LABEL_BYTES + 1)) return undefined;
  const wire = Buffer.concat([...parts, Buffer.alloc(1)]);
  return wire.length > MAX_NAME_BYTES ? undefined : wire;
}
