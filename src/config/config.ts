import type { Source } from '../discovery/source.ts';
import type { Labels, MetricSpecs } from '../metrics/metrics.ts';
import type { Probe } from '../probe.ts';
import type { StatusPage } from './pages.ts';
import type { Slo } from './slo.ts';

/** A checked file: nobody validates again. Frozen all the way down. */
export interface Config {
  /** The file as `GET /config` shows it: secrets masked. Written when somebody asks, since of a long one that takes long. */
  readonly shown: () => Promise<string>;
  /** One module's part of it, by the module's name, for the report of a run. */
  readonly shownModules: ReadonlyMap<string, string>;
  readonly modules: ReadonlyMap<string, Module>;
  readonly targets: readonly ListedTarget[];
  /** Where more targets come from. */
  readonly discovery: readonly Source[];
  readonly pages: readonly StatusPage[];
  readonly limits: { readonly concurrency: number };
  readonly access: Access;
  readonly exposition: Exposition;
}

/** A probe with its settings. */
export interface Module {
  readonly name: string;
  readonly probe: Probe;
  /** What the probe's schema made of the module's own block. */
  readonly config: unknown;
  /** A hash that changes whenever the module's settings as written (secrets too), or its plugin's file, change. */
  readonly fingerprint: string;
  readonly timeoutMs: number | undefined;
  /** Asked for names; those of the machine if there are none. */
  readonly nameServers: readonly string[];
  readonly metrics: MetricSpecs;
}

export interface ListedTarget {
  readonly name: string;
  readonly module: Module;
  /** As it was written, with credentials if it has any: never shown. */
  readonly text: string;
  /** As written, with the password of a URL masked. */
  readonly address: string;
  /** What the probe's schema made of the address. */
  readonly target: unknown;
  readonly intervalMs: number | 'scrape';
  readonly labels: Labels;
  /** For the command `rules`: nothing else asks for it. */
  readonly slo?: Slo;
}

interface Access {
  /** Whom a request may ask for: anyone, or those of `targets` only. */
  readonly targets: 'any' | 'listed';
  /** Networks as written: `169.254.0.0/16`. */
  readonly deny: readonly string[];
  readonly allow: readonly string[];
}

export const CREATED_IN = ['all', 'openmetrics', 'protobuf', 'none'] as const;

export interface Exposition {
  /** Which formats show created timestamps. */
  readonly created: (typeof CREATED_IN)[number];
  /** Upper bounds of the latency histogram in seconds, rising, without +Inf. */
  readonly buckets: readonly number[];
}
