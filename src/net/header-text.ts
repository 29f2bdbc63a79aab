/** Whether HTTP can carry a header of this name. */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(text);
}

/** Whether HTTP can carry a header of this value, be it a text or, a letter for each, its bytes. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\u{10ffff}]*$/u.test(text);
}
