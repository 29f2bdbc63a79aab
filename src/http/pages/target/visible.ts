// What turns the direction of the text around it, joins or hides: one could make a line say what it does not.
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029\ufff0-\uffff\ud800-\udfff]/gu;

/** A peer's text with everything in it that one would not see; its lines stay lines. */
export function visible(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSEEN, (one) => {
    if (one === '\n' || one === '\t') return one;
    const code = one.codePointAt(0) ?? 0;
    // The pictures that Unicode has for control characters: ␀, ␛.
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return `\\u{${code.toString(16)}}`;
  });
}
