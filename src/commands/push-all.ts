import pLimit from 'p-limit';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import type { Terminal } from './command.ts';
import { type Gateway, push } from './push.ts';
import { runLabels } from './run-labels.ts';

const AT_ONCE = 8;

interface Run {
  readonly job: Job;
  readonly result: Result;
}

/** Pushes what each target's last run found, and tells what was not taken. Whether all was. */
export async function pushAll(
  runs: readonly Run[],
  gateway: Gateway,
  terminal: Terminal,
): Promise<boolean> {
  const stop = new AbortController();
  void terminal.stopped.then((signal) => stop.abort(new Error(`stopped by ${signal}`)));
  const limit = pLimit(AT_ONCE);
  const last = [...new Map(runs.map((run) => [JSON.stringify(runLabels(run.job)), run])).values()];
  const pushed = await Promise.all(
    last.map((run) =>
      limit(async () => {
        if (wasInterrupted(run)) return false;
        try {
          await push(run, gateway, stop.signal);
          return true;
        } catch (error) {
          terminal.complain(`synthetic-exporter: ${error instanceof Error ? error.message : ''}\n`);
          return false;
        }
      }),
    ),
  );
  return pushed.every(Boolean);
}

/** Which says nothing about the target. */
function wasInterrupted({ result }: Run): boolean {
  return result.outcome === 'failure' && result.reason === 'canceled';
}
