import { performance } from 'node:perf_hooks';
import { beginning } from './beginning.ts';
import type { Span } from './result.ts';
import { secondsOf } from './seconds.ts';

/** Times one run and its phases. */
export interface Stopwatch {
  enter(this: void, phase: string, about?: string): void;
  attempt(this: void, phase: string, about?: string): void;
  leave(this: void): void;
  announce(this: void, ...phases: readonly string[]): void;
  /** Also the one that goes on. */
  soFar(this: void): readonly Span[];
  /** After a failure, a phase that was only attempted has no time. */
  stop(this: void, outcome?: 'success' | 'failure'): Lap;
}

interface Lap {
  readonly seconds: number;
  /** By how much the times may be too long: so long this thread was busy meanwhile, and may have seen an event late. */
  readonly errorSeconds: number;
  readonly phases: ReadonlyMap<string, number>;
  readonly spans: readonly Span[];
  /** The phase that was running when the watch stopped. */
  readonly current: string | undefined;
}

// A probe may go back and forth between phases as long as it likes.
const MAX_SPANS = 200;
const MAX_ABOUT = 200;

export function startStopwatch(declared: readonly string[]): Stopwatch {
  const start = performance.now();
  const idleBefore = idleMs();
  const phases = new Map<string, number>();
  const spans: Span[] = [];
  let current: string | undefined;
  let subject: string | undefined;
  let countsIfFailed = true;
  let since = start;

  function begin(phase: string, about: string | undefined): void {
    requireDeclared(phase);
    close();
    current = phase;
    subject = about;
    add(phase, 0);
  }

  function close(): number {
    const now = performance.now();
    if (current !== undefined) {
      add(current, secondsOf(now - since));
      span(current, now);
    }
    since = now;
    return now;
  }

  function span(phase: string, end: number): void {
    if (spans.length < MAX_SPANS) spans.push(spanOf(phase, end));
  }

  function spanOf(phase: string, end: number): Span {
    const times = { start: secondsOf(since - start), seconds: secondsOf(end - since) };
    const about = subject === undefined ? undefined : beginning(subject, MAX_ABOUT);
    return { phase, about, ...times };
  }

  /** The end of a run in a phase that has no time if it fails: where it failed is there to be seen all the same. */
  function givenUp(): number {
    const now = performance.now();
    if (current !== undefined) span(current, now);
    return now;
  }

  // A phase becomes a label's value, so it must not be free text.
  function requireDeclared(phase: string): void {
    if (!declared.includes(phase))
      throw new Error(`the probe does not declare the phase "${phase}"`);
  }

  function add(phase: string, seconds: number): void {
    phases.set(phase, (phases.get(phase) ?? 0) + seconds);
  }

  return {
    enter(phase, about) {
      begin(phase, about);
      countsIfFailed = true;
    },
    attempt(phase, about) {
      begin(phase, about);
      countsIfFailed = false;
    },
    leave() {
      close();
      current = undefined;
    },
    announce(...names) {
      for (const name of names) {
        requireDeclared(name);
        add(name, 0);
      }
    },
    soFar() {
      if (current === undefined || spans.length >= MAX_SPANS) return [...spans];
      return [...spans, spanOf(current, performance.now())];
    },
    stop(outcome = 'success') {
      const now = outcome === 'success' || countsIfFailed ? close() : givenUp();
      const seconds = secondsOf(now - start);
      const errorSeconds = secondsOf(Math.max(0, now - start - (idleMs() - idleBefore)));
      return { seconds, errorSeconds, phases: new Map(phases), spans: [...spans], current };
    },
  };
}

/** How long this thread has waited for events: while it waits, none is seen late. */
function idleMs(): number {
  return performance.nodeTiming.idleTime;
}
