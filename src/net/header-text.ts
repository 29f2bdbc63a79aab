/** Whether HTTP can carry a header of this name. */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\w]+$/.test(text);
}

/** Whether HTTP can carry a header of this value. */
export function isHeaderValue(text: string): boolean {
  return !/[^\P{Control}\t]/u.test(text);
}
