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

/**
 * The text without the blanks and tabs around it: trim() also takes what is a letter in latin1. Not by a pattern, which
 * would try its luck at each blank of a megabyte of them.
 */
export function withoutBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (from < to && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
