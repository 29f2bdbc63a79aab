import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadFile } from '../thread-file.ts';
import type { Comparison } from './bcrypt-thread.ts';

export interface Bcrypt {
  /** Whether the password is the hash's. To be called for one at a time. */
  compare(this: void, comparison: Comparison): Promise<boolean>;
  close(this: void): Promise<void>;
}

/**
 * Bcrypt in a thread of its own, started when it is first needed: a comparison takes a tenth of a second or more on
 * purpose, and that must stop neither a probe's clock nor anybody's answer.
 */
export function createBcrypt(): Bcrypt {
  let worker: Worker | undefined;

  function running(): Worker {
    if (worker !== undefined) return worker;
    const started = new Worker(threadFile('bcrypt-thread', import.meta.url));
    started.unref();
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    worker = started;
    return started;
  }

  return {
    async compare(comparison) {
      const thread = running();
      const over = new AbortController();
      thread.postMessage(comparison, []);
      try {
        const { signal } = over;
        const answer = once(thread, 'message', { signal }) as Promise<[boolean]>;
        const [matches] = await Promise.race([answer, ended(thread, signal)]);
        return matches;
      } finally {
        over.abort();
      }
    },
    async close() {
      await worker?.terminate();
    },
  };
}

async function ended(thread: Worker, signal: AbortSignal): Promise<never> {
  await once(thread, 'exit', { signal });
  throw new Error('the thread that compares passwords has ended');
}
