import { constants, open } from 'node:fs/promises';
import { failure } from '../failure.ts';

// Keys, certificates, tokens and request bodies; nothing that a config names is larger.
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads a file that the config names. That it cannot be read is the prober's own trouble, never the target's. */
export async function readConfigFile(path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    // Without O_NONBLOCK, opening a pipe waits for its writer and holds a thread for good.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('not a regular file');
    if (stats.size > MAX_BYTES) throw new Error(`larger than ${MAX_BYTES} bytes`);
    return await file.readFile({ signal });
  } catch (error) {
    throw failure('internal', `cannot read the file ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
