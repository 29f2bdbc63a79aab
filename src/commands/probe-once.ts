import type { Run } from '../engine.ts';
import type { Flights } from '../flights.ts';
import type { Job } from '../job.ts';
import { systemClock } from '../schedule/clock.ts';
import type { Terminal } from './command.ts';
import { exposition, jsonLine, type Output } from './probe-output.ts';
import { closing } from './terminal/closing.ts';
import type { Measure } from './terminal/details.ts';
import { explanation } from './terminal/explanation.ts';
import { canRedraw, lookOf } from './terminal/look.ts';
import { type Progress, startProgress } from './terminal/progress.ts';

interface Telling {
  readonly output: Output;
  readonly measure: Measure;
}

/** Runs every job once and tells of each in their order, as soon as it can. What is left of the runs is light. */
export async function probeOnce(
  jobs: readonly Job[],
  flights: Flights,
  telling: Telling,
  terminal: Terminal,
): Promise<readonly Run[]> {
  const startedAtMs = performance.now();
  const progress = progressOf(jobs.length, terminal);
  const tell = createTeller(jobs.length, telling, terminal);
  try {
    const runs = await runAll(jobs, flights, progress, tell);
    const look = lookOf(terminal);
    const seconds = (performance.now() - startedAtMs) / 1000;
    if (telling.output === 'openmetrics') progress.print(exposition(runs));
    if (telling.output === 'text' && jobs.length > 1 && look.isScreen)
      progress.print(closing(runs, seconds, look));
    return runs;
  } finally {
    progress.end();
  }
}

function progressOf(total: number, terminal: Terminal): Progress {
  if (total > 1 && canRedraw('errors', terminal))
    return startProgress(total, terminal, systemClock);
  return { print: terminal.print, done: () => {}, end: () => {} };
}

async function runAll(
  jobs: readonly Job[],
  flights: Flights,
  { print, done }: Progress,
  tell: (run: Run) => string,
): Promise<readonly Run[]> {
  const caller = { signal: new AbortController().signal, patienceMs: Number.POSITIVE_INFINITY };
  const running = jobs.map(async (job): Promise<Run> => {
    const result = await flights.run(job, caller);
    done(result.outcome);
    return { job, result };
  });
  const runs: Run[] = [];
  // Taken out one by one: of many thousands, what each target said must not wait for the last.
  for (let next = running.shift(); next !== undefined; next = running.shift()) {
    const run = await next;
    print(tell(run));
    runs.push(withoutEvidence(run));
  }
  return runs;
}

function withoutEvidence({ job, result }: Run): Run {
  return { job, result: { ...result, spans: [], evidence: [], log: [] } };
}

// Of many failures those that follow are told of in two lines: one screen of them is read, ten are not.
const MOST_EXPLAINED = 5;

function createTeller(
  total: number,
  { output, measure }: Telling,
  terminal: Terminal,
): (run: Run) => string {
  if (output === 'json') return jsonLine;
  if (output === 'openmetrics') return () => '';
  if (total === 1) return (run) => explanation(run, lookOf(terminal), measure);
  let explained = 0;
  return (run) => {
    const { result } = run;
    const look = lookOf(terminal);
    // Their number is told in the end.
    if (result.outcome === 'failure' && result.reason === 'canceled') return '';
    const isFew = result.outcome === 'failure' && explained < MOST_EXPLAINED;
    if (measure === 'usual' && !isFew) return explanation(run, look, 'verdict');
    if (result.outcome === 'failure') explained += 1;
    return `${explanation(run, look, measure)}\n`;
  };
}
