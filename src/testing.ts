import { setTimeout as sleep } from 'node:timers/promises';
import { metricSpecFaults } from './config/metric-specs.ts';
import { shapeFaults } from './config/shape.ts';
import { failure } from './failure.ts';
import type { MetricSpecs } from './metrics/metrics.ts';
import type { Network } from './net/network.ts';
import type { Probe } from './probe.ts';
import { runProbe } from './run.ts';

export interface Example {
  /** A target's text that fits. */
  readonly target: string;
  /** A module's own block; an empty one if nothing is said. */
  readonly config?: unknown;
}

/**
 * Everything in which a probe breaks the contract, a line each; empty if it keeps it. For the tests of a plugin:
 * `assert.deepEqual(await contractFaults(probe, { target: 'host:389' }), [])`. Opens no connection.
 */
export async function contractFaults(probe: Probe, example: Example): Promise<readonly string[]> {
  const shape = shapeFaults(probe);
  if (shape.length > 0) return shape;
  const config = await probe.config['~standard'].validate(example.config ?? {});
  if (config.issues !== undefined) return [`config: the example does not fit: ${firstOf(config)}`];
  const target = await probe.target['~standard'].validate(example.target);
  if (target.issues !== undefined) return [`target: the example does not fit: ${firstOf(target)}`];
  const metrics = typeof probe.metrics === 'function' ? probe.metrics(config.value) : probe.metrics;
  return [
    ...sentenceFaults('help', probe.help),
    ...(probe.phases.length > 0 ? [] : ['phases: want at least one']),
    ...metricSpecFaults(metrics),
    ...Object.entries(metrics).flatMap(([name, { help }]) => sentenceFaults(`${name}: help`, help)),
    ...(await schemaFaults(probe)),
    ...warningFaults(probe, config.value),
    ...(await abortFaults(probe, { config: config.value, target: target.value, metrics })),
  ];
}

function firstOf({ issues }: { readonly issues: readonly { readonly message: string }[] }): string {
  return issues[0]?.message ?? 'no message';
}

function sentenceFaults(where: string, text: string): readonly string[] {
  return /^[A-Z].*\.$/s.test(text)
    ? []
    : [`${where}: want a sentence, with a capital and a full stop`];
}

async function schemaFaults(probe: Probe): Promise<readonly string[]> {
  const strict = await probe.config['~standard'].validate({ no_such_key_: 1 });
  const empty = await probe.target['~standard'].validate('');
  return [
    ...(strict.issues === undefined ? ['config: an unknown key must be an error'] : []),
    ...(empty.issues === undefined ? ['target: an empty text must be an error'] : []),
    ...(empty.issues?.every(({ message }) => message !== '') === false
      ? ['target: every issue needs a message']
      : []),
  ];
}

function warningFaults(probe: Probe, config: unknown): readonly string[] {
  const warnings: unknown = probe.warnings?.(config) ?? [];
  const areTexts =
    Array.isArray(warnings) && warnings.every((text) => typeof text === 'string' && text !== '');
  return areTexts ? [] : ['warnings: want a list of texts'];
}

interface Ready {
  readonly config: unknown;
  readonly target: unknown;
  readonly metrics: MetricSpecs;
}

const PATIENCE_MS = 1000;

/** A probe on a network where no name ever resolves and nothing may be reached must end when it is told to. */
async function abortFaults(
  probe: Probe,
  { config, target, metrics }: Ready,
): Promise<readonly string[]> {
  const canceled = new AbortController();
  const { promise: ended, resolve: end } = Promise.withResolvers<readonly string[]>();
  const watched: Probe = {
    ...probe,
    async run(context) {
      try {
        await probe.run(context);
      } finally {
        end([]);
      }
    },
  };
  const names = { key: '', name: undefined, module: 'contract', address: '', labels: {} };
  const job = {
    ...names,
    probe: watched,
    config,
    target,
    metrics,
    timeoutMs: PATIENCE_MS,
    nameServers: [],
  };
  setImmediate(() => canceled.abort());
  await runProbe(job, DEAF_NETWORK, { controller: canceled });
  const fault = `run: did not end within ${PATIENCE_MS} ms after its signal aborted`;
  return Promise.race([ended, sleep(PATIENCE_MS, [fault])]);
}

const DEAF_NETWORK: Network = {
  resolve: (_name, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('canceled')), { once: true });
    }),
  permit(address) {
    throw failure('blocked', `nothing may be reached here, not even ${address}`);
  },
};
