import prom from 'prom-client';
import type { Family } from './metrics.ts';
import { promFamilies } from './prom-families.ts';
import { createTraffic, type Traffic } from './traffic.ts';

/** The exporter's own metrics. prom-client collects most and never renders: it would rename counters for good. */
export interface ProcessMetrics extends Omit<Traffic, 'families'> {
  reloaded(this: void, outcome: 'loaded' | 'rejected'): void;
  /** What was loaded last is still what the file says. */
  confirmed(this: void): void;
  countUnknownModule(this: void): void;
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

export function createProcessMetrics({ version, inFlight }: ProcessOptions): ProcessMetrics {
  const traffic = createTraffic();
  const registry = new prom.Registry();
  const registers = [registry];
  const gauge = (name: string, help: string) => new prom.Gauge({ name, help, registers });
  const counter = (name: string, help: string) => new prom.Counter({ name, help, registers });

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
  const running = gauge(`${OWN}probes_in_flight`, 'Runs that are under way.');

  function both(name: string, help: string): readonly prom.Gauge[] {
    return [gauge(OWN + name, help), gauge(BLACKBOX + name, help)];
  }

  let isGood = false;
  function confirmed(): void {
    if (isGood) for (const one of successAt) one.set(Date.now() / 1000);
  }

  return {
    reloaded(outcome) {
      isGood = outcome === 'loaded';
      for (const one of successful) one.set(isGood ? 1 : 0);
      confirmed();
    },
    confirmed,
    countUnknownModule() {
      for (const one of unknownModules) one.inc();
    },
    countRequest: traffic.countRequest,
    observeWait: traffic.observeWait,
    observeLag: traffic.observeLag,
    observeEventLoopDelay: traffic.observeEventLoopDelay,
    async families() {
      running.set(inFlight());
      return [...promFamilies(await registry.getMetricsAsJSON()), ...traffic.families()];
    },
  };
}
