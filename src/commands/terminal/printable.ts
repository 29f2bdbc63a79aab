// Controls (also those of eight bits), what turns the direction of text, line separators, halves of characters, and what
// no font knows.
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** What others said, on one line: nothing in it moves the cursor, changes colours or hides a part of the text. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

function escaped(one: string): string {
  const code = one.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code > 0xffff) return `\\u{${digits}}`;
  const long = code > 0xff ? `\\u${digits.padStart(4, '0')}` : `\\x${digits.padStart(2, '0')}`;
  return SHORT.get(one) ?? long;
}
