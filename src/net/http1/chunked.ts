import { failure } from '../../failure.ts';
import { startQueue } from '../bytequeue.ts';
import { shown } from '../shown.ts';

const LF = 0x0a;
const CR = 0x0d;
const MAX_LINE = 4096;
// Of sizes, extensions and trailers, beyond a little for each chunk.
const MAX_OVERHEAD = 16 * 1024;
const USUAL_OVERHEAD = 16;

/** A body in chunks, as RFC 9112, section 7.1 has them. Bare line feeds are how requests are smuggled: refused. */
export function startChunkedBody() {
  const queue = startQueue();
  let part: 'size' | 'chunk' | 'chunk end' | 'trailer' | 'nothing' = 'size';
  let left = 0;
  let searched = 0;
  let overhead = 0;
  let broken: unknown;

  function takeLine(): string | undefined {
    const at = queue.indexOf(LF, searched);
    searched = at < 0 ? queue.length : 0;
    if ((at < 0 ? queue.length : at) > MAX_LINE)
      throw failure('protocol', `got a line of more than ${MAX_LINE} bytes amid the chunks`);
    if (at < 0) return undefined;
    const line = queue.take(at + 1);
    overhead += line.length;
    if (overhead > MAX_OVERHEAD) throw failure('protocol', 'got chunks that hold next to no data');
    if (line[at - 1] === CR) return line.toString('latin1', 0, at - 1);
    throw failure('protocol', `got ${shown(line)} amid the chunks, want CR LF at its end`);
  }

  /** Takes one step; false if more bytes are needed. */
  function step(taken: Buffer[]): boolean {
    if (part === 'chunk') {
      const piece = queue.take(left);
      left -= piece.length;
      if (piece.length > 0) taken.push(piece);
      if (left === 0) part = 'chunk end';
      return left === 0;
    }
    const line = takeLine();
    if (line === undefined) return false;
    if (part === 'size') {
      left = sizeOf(line);
      overhead = Math.max(0, overhead - USUAL_OVERHEAD - 2 * left);
      part = left === 0 ? 'trailer' : 'chunk';
    } else if (part === 'chunk end') {
      if (line !== '') throw failure('protocol', `got ${shown(line)} behind a chunk`);
      part = 'size';
    } else if (line === '') part = 'nothing';
    else if (!line.includes(':')) throw failure('protocol', `got the trailer ${shown(line)}`);
    return true;
  }

  return {
    take(bytes: Buffer): Buffer {
      queue.push(bytes);
      const taken: Buffer[] = [];
      try {
        while (part !== 'nothing' && step(taken));
      } catch (error) {
        // What came before is body all the same.
        broken = error;
      }
      return taken.length === 1 && taken[0] !== undefined ? taken[0] : Buffer.concat(taken);
    },
    isWhole() {
      if (broken !== undefined) throw broken;
      return part === 'nothing';
    },
    endsWithConnection: false,
  };
}

/** Behind a semicolon stand extensions, which nobody uses. */
function sizeOf(line: string): number {
  const [, digits] = /^([\da-fA-F]{1,16})(?:;.*)?$/.exec(line.trimEnd()) ?? [];
  if (digits === undefined || line.includes('\r'))
    throw failure('protocol', `got the chunk size ${shown(line)}`);
  return Number.parseInt(digits, 16);
}
