import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine.ts';
import type { Caller } from '../flights.ts';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { type Step, stepTeller } from './steps.ts';

export type Take = (steps: readonly Step[]) => void | Promise<void>;

// Nobody reads faster.
const EVERY_MS = 100;

/** Asks for a run and tells of it meanwhile; runs that nobody watches pay nothing for it. All is told when it ends. */
export async function watchRun(
  { ask, soFar }: Pick<Engine, 'ask' | 'soFar'>,
  job: Job,
  caller: Caller,
  take: Take,
): Promise<Result> {
  const stepsSince = stepTeller(job);
  const asked = ask(job, caller);
  const isOver = asked.then(() => true);
  while (!(await Promise.race([isOver, sleep(EVERY_MS, false, { ref: false })]))) {
    const now = soFar(job);
    if (now !== undefined) await take(stepsSince(now));
  }
  const result = await asked;
  await take(stepsSince(result));
  return result;
}
