import { MOST_MESSAGE } from '../../evidence.ts';
import { failure, type Verdict } from '../../failure.ts';
import { startQueue } from '../bytequeue.ts';
import { type HttpHead, isInterim } from '../http-message.ts';
import { noHttp, parseHead, requireStatusLine } from './head.ts';

/** Finds the head of the answer in what a server of HTTP/1 says. */
export interface HeadReader {
  /** The head, once all of it came. */
  push(this: void, bytes: Buffer): HttpHead | undefined;
  /** What came behind it. */
  rest(this: void): Buffer;
  /** The beginning of a head that is not there yet; empty once it is. */
  begun(this: void): Buffer | string;
  /** What to say if nothing more comes. */
  verdict(this: void): Verdict;
}

const MAX_BYTES = 1024 * 1024;
const LF = 0x0a;
const CR = 0x0d;

/** Interim answers (1xx) are skipped, but for a 101, which is HTTP's last word on a connection. */
export function startHeadReader(): HeadReader {
  const queue = startQueue();
  let lines: string[] = [];
  let searched = 0;
  let taken = 0;
  let isThere = false;

  /** Servers that end their lines with LF alone are understood. */
  function takeLine(): string | undefined {
    const at = queue.indexOf(LF, searched);
    if (taken + (at < 0 ? queue.length : at) > MAX_BYTES)
      throw failure('protocol', `got headers of more than ${MAX_BYTES} bytes`);
    searched = at < 0 ? queue.length : 0;
    if (at < 0) return undefined;
    taken += at + 1;
    const line = queue.take(at + 1);
    return line.toString('latin1', 0, line[at - 1] === CR ? at - 1 : at);
  }

  return {
    push(bytes) {
      queue.push(bytes);
      for (let line = takeLine(); line !== undefined; line = takeLine()) {
        if (line !== '') {
          lines.push(line);
          if (lines.length === 1) requireStatusLine(line);
          continue;
        }
        if (lines.length === 0) throw noHttp('');
        const head = parseHead(lines);
        lines = [];
        isThere = !isInterim(head.status) || head.status === 101;
        if (isThere) return head;
      }
      return undefined;
    },
    rest: () => queue.take(queue.length),
    begun() {
      if (isThere) return '';
      const whole = lines.map((line) => `${line}\n`).join('');
      return Buffer.concat([Buffer.from(whole, 'latin1'), queue.peek(MOST_MESSAGE)]);
    },
    verdict() {
      const start = queue.peek(queue.length).toString('latin1');
      if (lines.length === 0 && !start.startsWith('HTTP'.slice(0, start.length)))
        return noHttp(start);
      return failure('reset', 'the server closed the connection without an answer');
    },
  };
}
