import prom from 'prom-client';
import type { Family } from './metrics.ts';
import { promFamilies } from './prom-families.ts';

/** The exporter's own metrics. prom-client collects them and never renders: it would rename counters for good. */
export interface ProcessMetrics {
  reloaded(this: void, outcome: 'loaded' | 'rejected'): void;
  countUnknownModule(this: void): void;
  countRequest(this: void, route: string, code: number, seconds: number): void;
  observeWait(this: void, seconds: number): void;
  observeLag(this: void, seconds: number): void;
  families(this: void): Promise<readonly Family[]>;
}

export interface ProcessOptions {
  readonly version: string;
  /** How many runs are under way. */
  readonly inFlight: () => number;
}

const OWN = 'synthetic_exporter_';
// blackbox_exporter's own names: alerts that people already have ask for them.
const BLACKBOX = 'blackbox_exporter_';
const WAITS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createProcessMetrics({ version, inFlight }: ProcessOptions): ProcessMetrics {
  const registry = new prom.Registry();
  const registers = [registry];
  const gauge = (name: string, help: string) => new prom.Gauge({ name, help, registers });
  const counter = (name: string, help: string) => new prom.Counter({ name, help, registers });
  const waits = (name: string, help: string) =>
    new prom.Histogram({ name: OWN + name, help, buckets: WAITS, registers });

  prom.collectDefaultMetrics({ register: registry });
  for (const prefix of [OWN, BLACKBOX]) {
    const help = 'The version that runs.';
    const name = `${prefix}build_info`;
    new prom.Gauge({ name, help, labelNames: ['version'], registers }).set({ version }, 1);
  }
  const successful = both(
    'config_last_reload_successful',
    'Whether the last load of the config succeeded.',
  );
  const successAt = both(
    'config_last_reload_success_timestamp_seconds',
    'When the config was last loaded with success.',
  );
  const unknownModules = [
    counter(`${OWN}module_unknown_total`, 'Requests that named a module that is not there.'),
    counter('blackbox_module_unknown_total', 'Requests that named a module that is not there.'),
  ];
  const requests = new prom.Counter({
    name: `${OWN}http_requests_total`,
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'code'],
    registers,
  });
  const requestSeconds = new prom.Histogram({
    name: `${OWN}http_request_duration_seconds`,
    help: 'How long requests took to answer.',
    labelNames: ['route'],
    buckets: WAITS,
    registers,
  });
  const queueWait = waits('queue_wait_seconds', 'How long runs waited for a free place.');
  const lag = waits('schedule_lag_seconds', 'How late scheduled runs started.');
  const running = gauge(`${OWN}probes_in_flight`, 'Runs that are under way.');

  function both(name: string, help: string): readonly prom.Gauge[] {
    return [gauge(OWN + name, help), gauge(BLACKBOX + name, help)];
  }

  return {
    reloaded(outcome) {
      for (const one of successful) one.set(outcome === 'loaded' ? 1 : 0);
      if (outcome === 'loaded') for (const one of successAt) one.set(Date.now() / 1000);
    },
    countUnknownModule() {
      for (const one of unknownModules) one.inc();
    },
    countRequest(route, code, seconds) {
      requests.inc({ route, code });
      requestSeconds.observe({ route }, seconds);
    },
    observeWait: (seconds) => queueWait.observe(seconds),
    observeLag: (seconds) => lag.observe(seconds),
    async families() {
      running.set(inFlight());
      return promFamilies(await registry.getMetricsAsJSON());
    },
  };
}
