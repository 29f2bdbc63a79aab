// Longer ones are left to the parser, which refuses them.
const MAX_BYTES = 16 * 1024;
// 101 is an answer: the last word in HTTP.
const INTERIM = /^HTTP\/1\.\d 1(?!01)\d\d/;
const SAMPLE = 'HTTP/1.1 100';
const HEAD_END = '\r\n\r\n';

/**
 * Takes the interim answers (1xx) out of what a server of HTTP/1 says before its answer: undici breaks off at a
 * `100 Continue` that it did not ask for. Gives the bytes that the parser is to see, undefined for none as yet; once
 * there are some, the answer itself has begun, and the rest is not to come here.
 */
export function skipInterim(): (chunk: Buffer) => Buffer | undefined {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      const start = held.toString('latin1', 0, SAMPLE.length);
      // Filled up, so that a start that is not all there yet passes if it may become one.
      if (!INTERIM.test(start + SAMPLE.slice(start.length))) return held;
      const end = held.indexOf(HEAD_END);
      if (end < 0) return held.length > MAX_BYTES ? held : undefined;
      held = held.subarray(end + HEAD_END.length);
      if (held.length === 0) return undefined;
    }
  };
}
