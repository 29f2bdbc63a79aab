import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadFile } from '../thread-file.ts';
import { isLong } from './parse.ts';
import { type Masked, shownText } from './shown.ts';

/** As `shownText`, in a thread of its own if the text is long. */
export async function showAgain(masked: Masked): Promise<string> {
  if (!isLong(masked.text)) return shownText(masked);
  const thread = new Worker(threadFile('shown-thread', import.meta.url), { workerData: masked });
  try {
    const [shown] = (await once(thread, 'message')) as [string];
    return shown;
  } finally {
    await thread.terminate();
  }
}
