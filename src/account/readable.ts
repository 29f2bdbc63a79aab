import type { Redact } from './redact.ts';

/** Bytes as people can read them: as text if that is what they are, or else in hexadecimal. */
export function readable(bytes: Uint8Array, redact: Redact, isCut: boolean): string {
  const text = textIn(bytes, isCut);
  if (text !== undefined) return visible(redact(text, { isCut }));
  const safe = redact(Buffer.from(bytes).toString('latin1'), { isCut });
  return dump(Buffer.from(safe, 'latin1'));
}

// What would move the cursor, turn the direction of the text, hide, or has no form: all but the end of a line and tabs.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** A text in which one sees all that there is. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSEEN, (one) => {
    if (one === '\n' || one === '\t') return one;
    const code = one.codePointAt(0) ?? 0;
    if (code < 0x100) return `\\x${hex(code, 2)}`;
    return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 1)}}`;
  });
}

const FEW = 0.05;
const MOST_HIGH = 0.3;

/** In UTF-8, or in one of the letter sets of old where most is ASCII; undefined if it is no text. */
function textIn(bytes: Uint8Array, isCut: boolean): string | undefined {
  const share = (count: (byte: number) => boolean): number =>
    bytes.reduce((sum, byte) => sum + (count(byte) ? 1 : 0), 0) / bytes.length;
  if (bytes.includes(0) || share(isControl) > FEW) return undefined;
  try {
    // The last letter may be cut in two.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    if (share((byte) => byte >= 0x80) > MOST_HIGH) return undefined;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** But for those that are usual in texts: tabs, ends of lines and pages, and the colours of terminals. */
function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b;
}

const ROW = 16;
const MOST_ROWS = 16;

function dump(bytes: Buffer): string {
  const rows = [`${bytes.length} bytes that are no text:`];
  for (let at = 0; at < bytes.length && rows.length <= MOST_ROWS; at += ROW) {
    const row = bytes.subarray(at, at + ROW);
    const digits = (row.toString('hex').match(/../g) ?? []).join(' ');
    const letters = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    rows.push(`${hex(at, 4)}  ${digits.padEnd(3 * ROW - 1)}  ${letters}`);
  }
  return rows.join('\n') + (bytes.length > ROW * MOST_ROWS ? '\n… cut' : '');
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
