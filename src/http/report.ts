import { redactorOfRun } from '../account/tell.ts';
import type { Config } from '../config/config.ts';
import { text } from '../exposition/text.ts';
import type { Job } from '../job.ts';
import { logfmtLine } from '../log.ts';
import { familiesOf } from '../metrics/families.ts';
import { NO_LABELS, rowOf } from '../metrics/row.ts';
import type { Result } from '../result.ts';

/** What `debug=true` shows and people paste into tickets: log, metrics and settings of one run. */
export function report(job: Job, result: Result, config: Config): string {
  const families = familiesOf([rowOf(job, result, NO_LABELS)]);
  const metrics = [...text(families, { created: true })].join('');
  return [
    `Logs for the probe:\n${logLines(job, result)}`,
    `Metrics that would have been returned:\n${metrics}`,
    `Module configuration:\n${config.shownModules.get(job.module) ?? ''}`,
  ].join('\n\n\n');
}

function logLines(job: Job, result: Result): string {
  const about = { module: job.module, target: job.address };
  const redact = redactorOfRun({ job, result });
  const line = (atMs: number, msg: string, more = {}): string =>
    logfmtLine({ time: new Date(atMs).toISOString(), ...about, msg, ...more });
  const endMs = result.startedAtMs + result.seconds * 1000;
  const times = { duration_seconds: result.seconds, duration_error_seconds: result.errorSeconds };
  const verdict =
    result.outcome === 'success'
      ? line(endMs, 'Probe succeeded', times)
      : line(endMs, 'Probe failed', {
          reason: result.reason,
          phase: result.phase,
          detail: redact(result.detail),
          ...times,
        });
  const start = line(result.startedAtMs, 'Beginning probe', {
    probe: job.probe.name,
    hostname: job.hostname,
    timeout_seconds: result.timeoutSeconds,
  });
  return [start, ...result.log.map(({ atMs, text }) => line(atMs, redact(text))), verdict].join('');
}
