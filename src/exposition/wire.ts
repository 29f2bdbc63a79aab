/**
 * The wire format of protocol buffers, as texts of which each character is one byte. They nest by plain
 * concatenation, their length is known, and they can be kept at a fraction of a small array's cost.
 */

/** Of a whole number from 0 to 2^53. */
export function varint(value: number): string {
  if (value < 128) return String.fromCharCode(value);
  return String.fromCharCode((value % 128) | 128) + varint(Math.floor(value / 128));
}

/** Of a whole number of either sign: a negative one has the ten bytes of its 64-bit complement. */
function signedVarint(value: number): string {
  if (value >= 0) return varint(value);
  let rest = BigInt.asUintN(64, BigInt(value));
  let bytes = '';
  for (; rest > 127n; rest >>= 7n) bytes += String.fromCharCode(Number(rest & 127n) | 128);
  return bytes + String.fromCharCode(Number(rest));
}

const view = new DataView(new ArrayBuffer(8));

/** The double as little-endian IEEE 754. */
export function doubleField(field: number, value: number): string {
  view.setFloat64(0, value, true);
  const low = view.getUint32(0, true);
  const high = view.getUint32(4, true);
  return String.fromCharCode(
    (field << 3) | 1,
    low & 255,
    (low >>> 8) & 255,
    (low >>> 16) & 255,
    low >>> 24,
    high & 255,
    (high >>> 8) & 255,
    (high >>> 16) & 255,
    high >>> 24,
  );
}

const ASCII = /^[\0-\x7f]*$/;

/** UTF-8; half a surrogate pair becomes U+FFFD. */
export function utf8(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

export function varintField(field: number, value: number): string {
  const tag = field << 3;
  if (value >= 0 && value < 128) return String.fromCharCode(tag, value);
  return String.fromCharCode(tag) + signedVarint(value);
}

/** A string or a nested message. */
export function lengthField(field: number, content: string): string {
  const tag = (field << 3) | 2;
  const { length } = content;
  if (length < 128) return String.fromCharCode(tag, length) + content;
  return String.fromCharCode(tag) + varint(length) + content;
}

export function toBytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
