import { failure, type Verdict } from '../../src/probe.ts';

// RFC 867: "should be just one line". The longest that servers are known to send has less than 100 characters.
const MAX_BYTES = 1024;
const SHOWN = 80;

/** The first line that is not blank, or undefined while more may come. A NUL ends a line, as in C. */
export function finishedLine(bytes: Buffer): string | undefined {
  const text = bytes.subarray(0, MAX_BYTES).toString();
  const [, line] = /([^\s\0][^\r\n\0]*)[\r\n\0]/.exec(text) ?? [];
  if (line !== undefined) return line.trimEnd();
  if (bytes.length <= MAX_BYTES) return undefined;
  throw unreadable(text, `and no end of the line in ${MAX_BYTES} bytes`);
}

/** The same where nothing more comes: the end of the bytes ends a line, too. */
export function lastLine(bytes: Buffer): string {
  const line = finishedLine(bytes) ?? bytes.toString().replace(/^[\s\0]+/, '');
  if (line === '') throw failure('payload', 'got an empty answer, want a time');
  return line.trimEnd();
}

export function isBlank(bytes: Buffer): boolean {
  return !/[^\s\0]/.test(bytes.toString());
}

export function unreadable(text: string, why: string): Verdict {
  const shown = JSON.stringify(text.slice(0, SHOWN)) + (text.length > SHOWN ? '…' : '');
  return failure('payload', `got ${shown}, ${why}`);
}
