import type { Job } from '../job.ts';
import type { SoFar } from '../run.ts';
import { visible } from './readable.ts';
import { redactorOfRun } from './tell.ts';

/** Something that happened in a run, as it may be shown. */
export interface Step {
  /** Since the start of the run. */
  readonly seconds: number;
  /** The phase that began; none if the probe said something. */
  readonly phase?: string;
  readonly text: string;
}

/** Tells of a run again and again: each time what has happened since the time before. */
export function stepTeller(job: Job): (soFar: SoFar) => readonly Step[] {
  let spansTold = 0;
  let linesTold = 0;
  return (result) => {
    const { startedAtMs, spans, log } = result;
    const redact = redactorOfRun({ job, result });
    const shown = (text: string): string => visible(redact(text));
    const begun = spans
      .slice(spansTold)
      .map(({ phase, about = '', start }) => ({ seconds: start, phase, text: shown(about) }));
    const said = log
      .slice(linesTold)
      .map(({ atMs, text }) => ({ seconds: (atMs - startedAtMs) / 1000, text: shown(text) }));
    spansTold = spans.length;
    linesTold = log.length;
    return [...begun, ...said].sort((a, b) => a.seconds - b.seconds);
  };
}
