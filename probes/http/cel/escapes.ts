// A comment, a literal whose backslashes are just that, or one with escapes, which may be of bytes.
const LITERAL =
  /\/\/[^\n]*|(?:[rR][bB]?|[bB][rR])("""|'''|"|')(?:(?!\1)[^])*\1|([bB]?)("""|'''|"|')((?:\\[^]|(?!\3)[^])*)\3/gu;
const ESCAPE =
  /\\(?:[abfnrtv"'`?\\]|[xX][\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[0-3][0-7]{2}|([^]))/gu;

/** Throws at an escape that the language does not have, such as `"\d"`: our library takes it for a `d`. */
export function requireKnownEscapes(source: string): void {
  for (const [, , bytes = '', , text = ''] of source.matchAll(LITERAL)) {
    for (const [escape, unknown] of text.matchAll(ESCAPE)) {
      const isCharacter = bytes !== '' && /^\\u/i.test(escape);
      if (unknown !== undefined || isCharacter)
        throw new Error(`a literal cannot hold ${escape}, want \\${escape} or r"${escape}"`);
    }
  }
}
