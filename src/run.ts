import { classify, failure } from './failure.ts';
import type { Job } from './job.ts';
import type { Network } from './net/network.ts';
import { startRecorder } from './recorder.ts';
import type { Result } from './result.ts';
import { startStopwatch } from './stopwatch.ts';

/** Runs one job once. Never rejects, and settles by its timeout even if the probe ignores its signal. */
export async function runProbe(job: Job, network: Network, canceled: AbortSignal): Promise<Result> {
  const { probe, config, target, timeoutMs } = job;
  const deadline = startDeadline(timeoutMs, canceled);
  const { signal } = deadline;
  const recorder = startRecorder(job.metrics);
  const guarded = watchGuard(network);
  const startedAtMs = Date.now();
  const { enter, attempt, leave, announce, stop } = startStopwatch(probe.phases);
  const run = () => ({ startedAtMs, timeoutSeconds: timeoutMs / 1000, ...recorder.taken() });
  try {
    signal.throwIfAborted();
    const held = holdTo(deadline.abort);
    const work = probe.run({
      target,
      config,
      signal,
      network: guarded,
      enter: held(enter),
      attempt: held(attempt),
      leave: held(leave),
      announce: held(announce),
      observe: held(recorder.observe),
      debug: held(recorder.debug),
    });
    await Promise.race([work, deadline.passed]);
    // A probe may break the contract and end well all the same.
    signal.throwIfAborted();
    const { seconds, phases } = stop();
    return { outcome: 'success', ...run(), seconds, phases };
  } catch (thrown) {
    const { seconds, phases, current } = stop('failure');
    const judgement = classify(thrown, signal);
    const refusedByGuard = judgement.reason === 'blocked' && !guarded.admitted;
    const why = { ...judgement, phase: current, refusedByGuard };
    return { outcome: 'failure', ...run(), seconds, phases, ...why };
  } finally {
    deadline.end();
  }
}

/** What breaks the contract ends the run. Thrown into a plugin's event handler it would end the process. */
function holdTo(abort: (reason: Error) => void) {
  return <Values extends readonly unknown[]>(call: (...values: Values) => void) =>
    (...values: Values): void => {
      try {
        call(...values);
      } catch (thrown) {
        abort(failure('internal', thrown instanceof Error ? thrown.message : String(thrown)));
      }
    };
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects when the signal aborts. */
  readonly passed: Promise<never>;
  abort(this: void, reason: unknown): void;
  end(this: void): void;
}

// Made once: an error with its stack costs more than all the rest of an ending.
const RUN_IS_OVER = failure('canceled', 'the run is over');

// What setTimeout can hold; a longer wait would fire at once.
const LONGEST_WAIT_MS = 2 ** 31 - 1;

// Not AbortSignal.any and .timeout: both cost several times as much and are only let go by the garbage collector.
function startDeadline(timeoutMs: number, canceled: AbortSignal): Deadline {
  const controller = new AbortController();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  // A probe that is done first leaves nobody who waits for this promise.
  passed.catch(() => {});
  function abort(reason: unknown): void {
    reject(reason);
    controller.abort(reason);
  }
  const onCanceled = (): void => abort(canceled.reason);
  const seconds = timeoutMs / 1000;
  const timer = setTimeout(
    () => abort(failure('timeout', `no verdict within ${seconds} s`)),
    Math.min(timeoutMs, LONGEST_WAIT_MS),
  );
  canceled.addEventListener('abort', onCanceled, { once: true });
  if (canceled.aborted) onCanceled();
  return {
    signal: controller.signal,
    passed,
    abort,
    end() {
      clearTimeout(timer);
      canceled.removeEventListener('abort', onCanceled);
      // Whatever the probe left open ends now: a run is over when its verdict is there.
      controller.abort(RUN_IS_OVER);
    },
  };
}

/** Remembers whether any address passed, which tells a refused target from a refused redirect. */
function watchGuard(network: Network): Network & { readonly admitted: boolean } {
  let admitted = false;
  return {
    resolve: network.resolve,
    proxies: network.proxies,
    permit(address) {
      network.permit(address);
      admitted = true;
    },
    get admitted() {
      return admitted;
    },
  };
}
