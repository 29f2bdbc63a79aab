import type { Cursor } from '../cursor.ts';
import { escaped } from '../escape.ts';
import { type Encode, hex } from './encodings.ts';
import { ipv4Text, ipv6Text } from './ip-text.ts';

/** Reads one part of what a record holds, as text. Undefined leaves not even the blank between two parts. */
export type Field = (rdata: Cursor) => string | undefined;

export const u8 = or('0', (rdata) => String(rdata.number(1)));
export const u16 = or('0', (rdata) => String(rdata.number(2)));
export const u32 = or('0', (rdata) => String(rdata.number(4)));
export const name = or('', (rdata) => rdata.name());
export const ipv4 = or('', (rdata) => ipv4Text(rdata.bytes(4)));
export const ipv6 = or('', (rdata) => ipv6Text(rdata.bytes(16)));
/** A string with its length in front, in quotes or as a bare word. */
export const quoted = or('""', (rdata) => `"${stringOf(rdata)}"`);
export const word = or('', stringOf);
/** Such strings up to the end. */
export const texts = or('', (rdata) => list(rdata, (rest) => `"${stringOf(rest)}"`));
/** What is left as one string. */
export const octets: Field = (rdata) => `"${octetText(rdata.rest())}"`;
export const raw: Field = (rdata) => rdata.rest().toString('latin1');
export const blank: Field = () => '';

/** What is left, encoded. */
export function rest(encode: Encode): Field {
  return (rdata) => encode(rdata.rest());
}

/** Bytes with their number in front, which is not shown. */
export function sized(encode: Encode, empty = ''): Field {
  return or(empty, (rdata) => encode(rdata.bytes(rdata.number(1))) || empty);
}

/** Bytes with their number in front, which is shown. */
export function counted(encode: Encode): Field {
  return or('0 ', (rdata) => {
    const count = rdata.number(2);
    return `${count} ${encode(rdata.bytes(count))}`;
  });
}

/** A number of bytes in hexadecimal groups: `00-00-5e-00-53-2a`. */
export function grouped(
  count: number,
  each: number,
  { between, encode = hex }: { readonly between: string; readonly encode?: Encode },
): Field {
  return (rdata) => {
    const bytes = rdata.isAtEnd() ? Buffer.alloc(count) : rdata.bytes(count);
    return encode(bytes)
      .match(new RegExp(`.{${each * 2}}`, 'g'))
      ?.join(between);
  };
}

/** A field that a record may end before, as if it were not there. */
export function optional(field: Field): Field {
  return (rdata) => (rdata.isAtEnd() ? undefined : field(rdata));
}

/** Each of what is left. */
export function list(rdata: Cursor, read: (rdata: Cursor) => string): string {
  const parts: string[] = [];
  while (!rdata.isAtEnd()) parts.push(read(rdata));
  return parts.join(' ');
}

/** What is there if the record ends before this field, which is no error. */
export function or(empty: string, read: (rdata: Cursor) => string): Field {
  return (rdata) => (rdata.isAtEnd() ? empty : read(rdata));
}

function stringOf(rdata: Cursor): string {
  return escaped(rdata.bytes(rdata.number(1)), '"\\');
}

const PIECE = /\\(\.)|\\(\d{3})|\\([^])|([^\\])/g;

/** The bytes of a URI or CAA are read as if they were escaped already: a backslash of theirs is lost, or is one. */
function octetText(bytes: Buffer): string {
  const pieces = bytes.toString('latin1').matchAll(PIECE);
  return Array.from(pieces, ([piece, dot, digits, literal, plain]) => {
    if (dot !== undefined) return piece;
    const byte = digits === undefined ? (literal ?? plain ?? '').charCodeAt(0) : Number(digits);
    return escaped(Uint8Array.of(byte & 0xff), '"\\');
  }).join('');
}
