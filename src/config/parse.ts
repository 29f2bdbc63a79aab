import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadFile } from '../thread-file.ts';
import { type ParsedText, parseText } from './document.ts';
import { addPiece, type Piece } from './tree-pieces.ts';

// About ten milliseconds' work, and a thread takes longer than that to start.
const LONG = 16 * 1024;

/** Whether reading a text, or writing what it says, would hold this thread for longer than a probe's clock can bear. */
export function isLong(text: string): boolean {
  return text.length >= LONG;
}

/** As `parseText`, in a thread of its own if the text is long: ten thousand targets take most of a second. */
export async function parse(text: string): Promise<ParsedText> {
  return isLong(text) ? parseAside(text) : parseText(text);
}

// As much as this thread has: what is nested deeper than it can follow has to be refused there.
const STACK_MB = 1;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

async function parseAside(text: string): Promise<ParsedText> {
  const thread = new Worker(threadFile('parser-thread', import.meta.url), {
    workerData: text,
    resourceLimits: { stackSizeMb: STACK_MB },
  });
  try {
    const [parsed] = (await once(thread, 'message')) as [ParsedText];
    for (;;) {
      // Asked for when the last one is in its place: all that has come by then would be received in one go.
      thread.postMessage(undefined, []);
      const [piece] = (await once(thread, 'message')) as [Piece | undefined];
      if (piece === undefined) return parsed;
      addPiece(parsed.root, piece);
    }
  } catch (error) {
    const isFull = error instanceof Error && 'code' in error && error.code === OUT_OF_MEMORY;
    throw isFull ? new Error('to read it takes more memory than there is') : error;
  } finally {
    await thread.terminate();
  }
}
