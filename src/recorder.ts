import { beginning } from './beginning.ts';
import { type Evidence, type Show, UNSEEN } from './evidence.ts';
import { startExhibits } from './exhibits.ts';
import { type Instant, instantOfSeconds } from './metrics/instant.ts';
import type { Labels, MetricSpec, MetricSpecs, Sample } from './metrics/metrics.ts';
import type { LogLine } from './result.ts';

interface Observation {
  readonly labels?: Labels | undefined;
  readonly createdAt?: number | Instant | undefined;
}

/** Collects what one run observes and says, and holds a plugin to what it declared. */
export interface Recorder {
  observe(this: void, metric: string, value: number, more?: Observation): void;
  debug(this: void, text: string): void;
  readonly show: Show;
  hide(this: void, secret: string): void;
  soFar(this: void): Omit<Taken, 'samples'>;
  /** Ends the recording: a probe that ignores its signal may go on writing after the verdict. */
  taken(this: void): Taken;
}

interface Taken {
  readonly samples: readonly Sample[];
  readonly log: readonly LogLine[];
  readonly evidence: readonly Evidence[];
  readonly secrets: readonly string[];
}

// A plugin in a loop must not fill the memory, and past runs are kept for a while.
const MAX_LINES = 500;
const MAX_LOG_LENGTH = 32_768;
const MAX_SAMPLES = 10_000;
const MAX_SECRETS = 100;
const NO_LABELS: Labels = Object.freeze({});

export function startRecorder(specs: MetricSpecs, isSeen = true): Recorder {
  const samples = new Map<string, Sample>();
  const log: LogLine[] = [];
  const secrets: string[] = [];
  const exhibits = startExhibits();
  let room = MAX_LOG_LENGTH;
  let isTaken = false;

  function show(evidence: Parameters<Show>[0]): void {
    if (!isTaken) exhibits.show(evidence);
  }

  return {
    observe(metric, value, more) {
      if (isTaken) return;
      const spec = Object.hasOwn(specs, metric) ? specs[metric] : undefined;
      if (spec === undefined)
        throw new Error(`the probe observed "${metric}", which it does not declare`);
      requireValue(metric, spec, value);
      const labels = declaredLabels(metric, spec, more?.labels);
      const createdAt = instantOf(metric, more?.createdAt);
      const key = keyOf(metric, labels);
      if (samples.size >= MAX_SAMPLES && !samples.has(key))
        throw new Error(`more than ${MAX_SAMPLES} series in one run`);
      samples.set(key, { metric, value, labels, createdAt });
    },
    debug(text) {
      if (isTaken || log.length >= MAX_LINES || room === 0) return;
      const line = beginning(text, room);
      room -= line.length;
      log.push({ atMs: Date.now(), text: line });
    },
    show: isSeen ? show : UNSEEN,
    hide(secret) {
      if (isTaken || secret === '' || secrets.length >= MAX_SECRETS) return;
      secrets.push(secret);
    },
    soFar: () => ({ log, evidence: exhibits.soFar(), secrets }),
    taken() {
      isTaken = true;
      return { samples: [...samples.values()], log, evidence: exhibits.taken(), secrets };
    },
  };
}

/** A copy in the declared order, so that one series always has the same text. */
function declaredLabels(metric: string, spec: MetricSpec, given: Labels | undefined): Labels {
  if (spec.labels === undefined && given === undefined) return NO_LABELS;
  const names = spec.labels ?? [];
  const extra = Object.keys(given ?? {}).find((name) => !names.includes(name));
  if (extra !== undefined) throw new Error(`"${metric}" does not declare the label "${extra}"`);
  if (names.length === 0) return NO_LABELS;
  const labels: Record<string, string> = {};
  for (const name of names) {
    const value = given?.[name];
    if (typeof value !== 'string') throw new Error(`"${metric}" needs the label "${name}" as text`);
    labels[name] = value;
  }
  return labels;
}

// A plugin in JavaScript may pass anything.
function requireValue(metric: string, { type }: MetricSpec, value: unknown): void {
  if (typeof value !== 'number') throw new Error(`"${metric}" got ${typeof value}, want a number`);
  if (type !== 'counter' || (Number.isFinite(value) && value >= 0)) return;
  throw new Error(`the counter "${metric}" got ${value}, want a finite number from 0 up`);
}

// The end of the year 9999, where protobuf's timestamps end.
const MAX_SECONDS = 253_402_300_799;

function instantOf(metric: string, at: number | Instant | undefined): Instant | undefined {
  if (at === undefined) return undefined;
  const { seconds, nanos } = typeof at === 'number' ? instantOfSeconds(at) : at;
  const isInstant =
    Number.isInteger(seconds) &&
    Math.abs(seconds) <= MAX_SECONDS &&
    Number.isInteger(nanos) &&
    nanos >= 0 &&
    nanos < 1_000_000_000;
  if (isInstant) return { seconds, nanos };
  throw new Error(`the created timestamp of "${metric}" is no time before the year 10000`);
}

function keyOf(metric: string, labels: Labels): string {
  if (labels === NO_LABELS) return metric;
  return JSON.stringify([metric, ...Object.values(labels)]);
}
