import { redactorOfRun } from './account/tell.ts';
import type { Run } from './engine.ts';
import type { Log } from './log.ts';

/** A run that failed is a warning; every other word is for those who look for a mistake, and costs too much for all. */
export function logRun(log: Log, run: Run, tellsSteps: boolean): void {
  const { job, result } = run;
  if (result.outcome === 'success' && !tellsSteps) return;
  const { startedAtMs, seconds } = result;
  const redact = redactorOfRun(run);
  const about = { name: job.name, module: job.module, target: job.address };
  if (tellsSteps) {
    for (const { atMs, text } of result.log) {
      const at = Math.round(atMs - startedAtMs) / 1000;
      log.debug('probe step', { ...about, step: redact(text), seconds: at });
    }
  }
  if (result.outcome === 'success') return log.debug('probe succeeded', { ...about, seconds });
  const { reason, phase } = result;
  const fields = { ...about, reason, phase, detail: redact(result.detail), seconds };
  // Somebody hung up or we are shutting down: nobody's trouble.
  if (reason === 'canceled') log.debug('probe canceled', fields);
  else log.warn('probe failed', fields);
}
