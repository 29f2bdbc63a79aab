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
  /** Copies, since a probe that ignores its signal may go on writing after the verdict. */
  taken(this: void): { readonly samples: readonly Sample[]; readonly log: readonly LogLine[] };
}

// A plugin in a loop must not fill the memory.
const MAX_LINES = 1000;
const MAX_LINE_LENGTH = 8192;
const MAX_SAMPLES = 10_000;
const NO_LABELS: Labels = Object.freeze({});

export function startRecorder(specs: MetricSpecs): Recorder {
  const samples = new Map<string, Sample>();
  const log: LogLine[] = [];
  return {
    observe(metric, value, more) {
      const spec = Object.hasOwn(specs, metric) ? specs[metric] : undefined;
      if (spec === undefined)
        throw new Error(`the probe observed "${metric}", which it does not declare`);
      const labels = declaredLabels(metric, spec, more?.labels);
      if (spec.type === 'counter') requireCount(metric, value);
      samples.set(keyOf(metric, labels), {
        metric,
        value,
        labels,
        createdAt: instantOf(metric, more),
      });
      if (samples.size > MAX_SAMPLES) throw new Error(`more than ${MAX_SAMPLES} series in one run`);
    },
    debug(text) {
      if (log.length >= MAX_LINES) return;
      log.push({ atMs: Date.now(), text: text.slice(0, MAX_LINE_LENGTH) });
    },
    taken: () => ({ samples: [...samples.values()], log: [...log] }),
  };
}

/** A copy in the declared order, so that one series always has the same text. */
function declaredLabels(metric: string, spec: MetricSpec, given: Labels | undefined): Labels {
  const names = spec.labels ?? [];
  if (names.length === 0 && given === undefined) return NO_LABELS;
  const labels: Record<string, string> = {};
  for (const name of names) {
    const value = given?.[name];
    if (typeof value !== 'string') throw new Error(`"${metric}" needs the label "${name}" as text`);
    labels[name] = value;
  }
  const extra = Object.keys(given ?? {}).find((name) => !names.includes(name));
  if (extra !== undefined) throw new Error(`"${metric}" does not declare the label "${extra}"`);
  return labels;
}

function requireCount(metric: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new Error(`the counter "${metric}" got ${value}, want a finite number from 0 up`);
}

function instantOf(metric: string, more: Observation | undefined): Instant | undefined {
  const at = more?.createdAt;
  if (at === undefined || typeof at !== 'number') return at;
  if (!Number.isFinite(at)) throw new Error(`"${metric}" got ${at} as its created timestamp`);
  return instantOfSeconds(at);
}

function keyOf(metric: string, labels: Labels): string {
  if (labels === NO_LABELS) return metric;
  return JSON.stringify([metric, ...Object.values(labels)]);
}
