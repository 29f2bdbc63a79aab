/** The text without escape sequences that colour it; all other ones stay. */
export function withoutColors(text: string): string {
  const [first = '', ...others] = text.split('\x1b[');
  const plain = others.map((part) =>
    /^\d+m/.test(part) ? part.replace(/^\d+m/, '') : `\x1b[${part}`,
  );
  return first + plain.join('');
}
