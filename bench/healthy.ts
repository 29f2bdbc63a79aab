import { setTimeout as sleep } from 'node:timers/promises';
import { openAsker } from './asker.ts';
import type { Program } from './processes.ts';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 1;

/** Asks until the program answers; it may not even listen yet. */
export async function untilHealthy({ gone }: Program, port: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await Promise.race([isHealthy(port), gone]))) {
    if (performance.now() > until) throw new Error(`nothing answers at port ${port}`);
    await sleep(PAUSE_MS);
  }
}

async function isHealthy(port: number): Promise<boolean> {
  const asker = openAsker(port);
  try {
    await asker.ask('/-/healthy');
    return true;
  } catch {
    // Not yet: that is what we wait for.
    return false;
  } finally {
    asker.close();
  }
}
