export type Encode = (bytes: Buffer) => string;

export const hex: Encode = (bytes) => bytes.toString('hex');
export const HEX: Encode = (bytes) => hex(bytes).toUpperCase();
export const base64: Encode = (bytes) => bytes.toString('base64');

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** RFC 4648's "extended hex" without padding, in which NSEC3 has its hashes. */
export function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (count += 8; count >= 5; count -= 5) text += DIGITS[(bits >> (count - 5)) & 31];
  }
  return count === 0 ? text : text + DIGITS[(bits << (5 - count)) & 31];
}
