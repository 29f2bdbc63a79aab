import { lookup } from 'node:dns/promises';
import type { Job } from '../../src/job.ts';
import type { Address, Network } from '../../src/net/network.ts';
import type { Probe } from '../../src/probe.ts';
import type { Result } from '../../src/result.ts';
import { runProbe } from '../../src/run.ts';

/** Permits everything, and asks the machine for names. */
export const openNetwork: Network = {
  resolve: async (name) => (await lookup(name, { all: true })) as Address[],
  permit: () => {},
};

export interface Setting {
  readonly config?: unknown;
  readonly timeoutMs?: number;
  readonly network?: Network;
  readonly signal?: AbortSignal;
}

/** Runs a probe once against a target, both read from what an operator writes. */
export async function runTarget(
  probe: Probe,
  address: string,
  setting: Setting = {},
): Promise<Result> {
  return (await runJob(probe, address, setting)).result;
}

/** The same with the job that it was. */
export async function runJob(
  probe: Probe,
  address: string,
  { config = {}, timeoutMs = 5000, network = openNetwork, signal }: Setting = {},
): Promise<{ readonly job: Job; readonly result: Result }> {
  const settings = await parse(probe.config, config);
  const target = await parse(probe.target, address);
  const metrics = typeof probe.metrics === 'function' ? probe.metrics(settings) : probe.metrics;
  const job = {
    key: address,
    name: undefined,
    module: probe.name,
    probe,
    config: settings,
    target,
    address,
    metrics,
    timeoutMs,
    nameServers: [],
    labels: {},
  };
  const controller = new AbortController();
  const cancel = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  // All that it shows is kept, as if somebody watched.
  return { job, result: await runProbe(job, network, { controller, watch: () => {} }) };
}

async function parse(schema: Probe['config'] | Probe['target'], value: unknown): Promise<unknown> {
  const parsed = await (schema as Probe['config'])['~standard'].validate(value);
  if (parsed.issues === undefined) return parsed.value;
  throw new Error(parsed.issues.map(({ message }) => message).join('; '));
}
