/** Whether HTTP can carry a header of this name. */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(text);
}

// Of ASCII alone: beyond it, a byte is a part of a letter. Not by code point, which takes 8 % of a probe.
const CONTROL = /[^\t\x20-\x7e\x80-\uffff]/;

/** Whether HTTP can carry a header of this value, be it a text or, a letter for each, its bytes. */
export function isHeaderValue(text: string): boolean {
  return !CONTROL.test(text);
}
