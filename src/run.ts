import { classify, failure } from './failure.ts';
import type { Job } from './job.ts';
import type { Network } from './net/network.ts';
import { startRecorder } from './recorder.ts';
import type { Result } from './result.ts';
import { startStopwatch } from './stopwatch.ts';

/** What is known of a run in the midst of it. */
export type SoFar = Pick<Result, 'startedAtMs' | 'spans' | 'log' | 'evidence' | 'secrets'>;

/** Is given the means to look at a run as often as one likes. */
export type Watch = (look: () => SoFar) => void;

interface Means {
  /** This run's alone: who aborts it cancels the run, and it is aborted in the end. */
  readonly controller?: AbortController;
  /** Where nobody watches, nothing is kept to be looked at. */
  readonly watch?: Watch | undefined;
}

/** Runs one job once. Never rejects, and settles by its timeout even if the probe ignores its signal. */
export async function runProbe(
  job: Job,
  network: Network,
  { controller = new AbortController(), watch }: Means = {},
): Promise<Result> {
  const { probe, config, target, timeoutMs } = job;
  const { signal } = controller;
  const isSeen = watch !== undefined;
  const { observe, debug, show, hide, soFar, taken } = startRecorder(job.metrics, isSeen);
  const guard = { admitted: false };
  const held = holdTo(controller);
  const timeoutSeconds = timeoutMs / 1000;
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_WAIT_MS), controller, timeoutMs);
  const startedAtMs = Date.now();
  const stopwatch = startStopwatch(probe.phases);
  const { enter, attempt, leave, announce, stop } = stopwatch;
  watch?.(() => ({ startedAtMs, spans: stopwatch.soFar(), ...soFar() }));
  try {
    signal.throwIfAborted();
    const work = probe.run({
      target,
      config,
      signal,
      network: watched(network, guard),
      enter: held(enter),
      attempt: held(attempt),
      leave: held(leave),
      announce: held(announce),
      observe: held(observe),
      debug: held(debug),
      show: isSeen ? held(show) : show,
      hide: held(hide),
    });
    await untilAborted(work, signal);
    // A probe may break the contract and end well all the same.
    signal.throwIfAborted();
    const { seconds, errorSeconds, phases, spans } = stop();
    const times = { startedAtMs, timeoutSeconds, seconds, errorSeconds };
    return { outcome: 'success', ...times, phases, spans, ...taken() };
  } catch (thrown) {
    const { seconds, errorSeconds, phases, spans, current: phase } = stop('failure');
    const judgement = classify(thrown, signal);
    const refusedByGuard = judgement.reason === 'blocked' && !guard.admitted;
    const times = { startedAtMs, timeoutSeconds, seconds, errorSeconds };
    const why = { ...judgement, phase, refusedByGuard };
    return { outcome: 'failure', ...times, phases, spans, ...taken(), ...why };
  } finally {
    clearTimeout(timer);
    // Whatever the probe left open ends now: a run is over when its verdict is there.
    controller.abort(RUN_IS_OVER);
  }
}

// Made once: an error with its stack costs more than all the rest of an ending.
const RUN_IS_OVER = failure('canceled', 'the run is over');

// What setTimeout can hold; a longer wait would fire at once.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

// Not AbortSignal.timeout, which costs several times as much and is only let go by the garbage collector.
function expire(controller: AbortController, timeoutMs: number): void {
  controller.abort(failure('timeout', `no verdict within ${timeoutMs / 1000} s`));
}

/** Settles as the work does, or rejects when the signal aborts before. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    // A plugin in JavaScript may return what is no promise.
    Promise.resolve(work).then(resolve, reject);
  });
}

/** What breaks the contract ends the run. Thrown into a plugin's event handler it would end the process. */
function holdTo(controller: AbortController) {
  return <Values extends readonly unknown[]>(call: (...values: Values) => void) =>
    (...values: Values): void => {
      try {
        call(...values);
      } catch (thrown) {
        const detail = thrown instanceof Error ? thrown.message : String(thrown);
        controller.abort(failure('internal', detail));
      }
    };
}

/** Notes whether any address passed, which tells a refused target from a refused redirect. */
function watched(network: Network, guard: { admitted: boolean }): Network {
  return {
    resolve: network.resolve,
    proxies: network.proxies,
    permit(address) {
      network.permit(address);
      guard.admitted = true;
    },
  };
}
