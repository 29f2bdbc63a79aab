/** The tables of cases. */
const SCOPES = [
  'http',
  'http rules',
  'odd http',
  'cel',
  'proxy',
  'tls',
  'tcp',
  'unix',
  'dns',
  'icmp',
  'grpc',
  'requests',
  'config',
  'http config',
  'client config',
  'prober config',
  'endpoints',
  'prefixed endpoints',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Those that compare metrics. */
export const PROBES: readonly Scope[] = SCOPES.slice(0, SCOPES.indexOf('requests'));

/** Where we answer otherwise than blackbox_exporter 0.28, and mean it. */
export interface WantedDifference {
  readonly scopes: readonly Scope[];
  /** The cases that it is about, by title; all of the scopes if none is named. */
  readonly cases?: readonly string[];
  /** What the comparison says. */
  readonly line: string | RegExp;
  readonly because: string;
}
