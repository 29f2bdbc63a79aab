import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Show } from './evidence.ts';
import type { Instant } from './metrics/instant.ts';
import type { Labels, MetricSpec, MetricSpecs } from './metrics/metrics.ts';
import type { Network } from './net/network.ts';

/** One kind of check. A plugin is a module whose default export is one of these, or an array of them. */
export interface Probe<
  Target = unknown,
  Config = unknown,
  Metrics extends MetricSpecs = MetricSpecs,
  Phase extends string = string,
> {
  /** `prober: <name>` in config, and the key of the module's own block. Matches /^[a-z][a-z0-9_]*$/. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  /** Reads the target's text. A text that does not fit is a config error or a 400, never a failed run. */
  readonly target: StandardSchemaV1<string, Target>;
  /** Reads the module's own block; `{}` if there is none. Strict: an unknown key is an error. */
  readonly config: StandardSchemaV1<unknown, Config>;
  /** In the order in which a run goes through them. Exposed as `probe_<name>_duration_seconds{phase}`. */
  readonly phases: readonly Phase[];
  /** Known before the first run. A function where the config names metrics or labels. */
  readonly metrics: Metrics | MetricsOf<Config, Metrics>['config'];
  /** What is allowed, and can only fail once a probe runs: a line for people each, told when the config is loaded. */
  warnings?(config: Config): readonly string[];
  /**
   * Why no run with these settings can ever succeed here, though nothing is wrong with them. `check` calls it an error;
   * the rest of the file goes on working, and the runs themselves have to say the same.
   */
  unsupported?(config: Config): string | undefined;
  /** What a request's `hostname` parameter changes. Without it, the parameter is ignored; a throw is a 400. */
  withHostname?(config: Config, hostname: string): Config;
  /** Resolves when the target is healthy. Anything thrown is a failed run; `throw failure()` says why. */
  run(context: ProbeContext<Target, Config, Metrics, Phase>): Promise<void>;
}

// A method, since its parameter is bivariant: a probe of any config is then a Probe.
interface MetricsOf<Config, Metrics> {
  config(this: void, config: Config): Metrics;
}

export interface ProbeContext<
  Target = unknown,
  Config = unknown,
  Metrics extends MetricSpecs = MetricSpecs,
  Phase extends string = string,
> {
  readonly target: Target;
  readonly config: Config;
  /** Aborts at the deadline, on shutdown, or when nobody waits any more. The only clock a probe needs. */
  readonly signal: AbortSignal;
  /** Resolves names, and says which addresses may be reached: ask before every connect. */
  readonly network: Network;
  /**
   * Ends the phase before, if any, and starts or continues this one. `about` is for people: the name that is resolved,
   * the address that is connected to.
   */
  enter(this: void, phase: Phase, about?: string): void;
  /** As enter, for a phase that counts once it is done: its time is 0 if the run fails in it. */
  attempt(this: void, phase: Phase, about?: string): void;
  /** Ends the phase: what follows, up to the next one, is part of none. */
  leave(this: void): void;
  /** Phases to be reported as 0 if this run does not reach them. */
  announce(this: void, ...phases: readonly Phase[]): void;
  /** Kept even when the run fails later. For one metric and label set, the last one wins. */
  observe<Name extends keyof Metrics & string>(
    this: void,
    metric: Name,
    value: number,
    ...more: ObservationArguments<Metrics[Name]>
  ): void;
  /** Shown by `?debug=true` and on the target's page. */
  debug(this: void, line: string): void;
  /** What this run saw: cut short, kept for a while, and shown to those who ask why it failed. */
  readonly show: Show;
  /** A secret that this run uses: masked wherever it turns up in what people are told of the run. */
  hide(this: void, secret: string): void;
}

type ObservationArguments<Spec> =
  Observation<Spec> extends { readonly labels: Labels }
    ? [Observation<Spec>]
    : [Observation<Spec>?];

type Observation<Spec> = LabelsPart<Spec> & CreatedPart<Spec>;

type LabelsPart<Spec> = Spec extends { readonly labels: readonly (infer Label extends string)[] }
  ? { readonly labels: Readonly<Record<Label, string>> }
  : MetricSpec extends Spec
    ? { readonly labels?: Labels | undefined }
    : { readonly labels?: never };

type CreatedPart<Spec> = Spec extends { readonly type: 'gauge' | 'info' }
  ? { readonly createdAt?: never }
  : {
      /** Since when the target counts: Unix seconds, or an instant where a quarter microsecond matters. */
      readonly createdAt?: number | Instant | undefined;
    };

/** Returns its argument. It is there so that TypeScript infers what `run` may touch. */
export function defineProbe<
  Target,
  Config,
  const Metrics extends MetricSpecs,
  const Phase extends string,
>(probe: Probe<Target, Config, Metrics, Phase>): Probe<Target, Config, Metrics, Phase> {
  return probe;
}

export type { Entries, Evidence, Growing, Show } from './evidence.ts';
export { failure, type Reason, type Verdict } from './failure.ts';
export type { Instant } from './metrics/instant.ts';
export type { Labels, MetricSpec, MetricSpecs } from './metrics/metrics.ts';
export type { Network } from './net/network.ts';
