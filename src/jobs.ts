import type { ListedTarget, Module } from './config/config.ts';
import { maskedAddress } from './config/mask.ts';
import type { Job } from './job.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

/** The job of a target that the config lists; a scheduled run never outlasts its interval. */
export function listedJob(listed: ListedTarget): Job {
  const { name, module, text, target, address, intervalMs, labels } = listed;
  const longestMs = intervalMs === 'scrape' ? Number.POSITIVE_INFINITY : intervalMs;
  return {
    key: JSON.stringify([name, module.fingerprint, text]),
    name,
    module: module.name,
    probe: module.probe,
    config: module.config,
    target,
    address,
    metrics: module.metrics,
    timeoutMs: Math.min(module.timeoutMs ?? DEFAULT_TIMEOUT_MS, longestMs),
    nameServers: module.nameServers,
    labels: { target: name, module: module.name, instance: address, ...labels },
  };
}

/** The job of a target that comes with a request. Throws an error for people if the target or hostname is unfit. */
export async function requestedJob(
  module: Module,
  text: string,
  hostname: string | undefined,
  timeoutMs: number,
): Promise<Job> {
  const { probe } = module;
  const parsed = await probe.target['~standard'].validate(text);
  if (parsed.issues !== undefined) {
    const why = parsed.issues.map(({ message }) => message).join('; ');
    throw new Error(`the target does not fit the prober ${probe.name}: ${why}`);
  }
  const named = hostname === undefined ? undefined : probe.withHostname?.(module.config, hostname);
  return {
    key: JSON.stringify(['', module.name, module.fingerprint, text, named && hostname]),
    name: undefined,
    module: module.name,
    probe,
    config: named ?? module.config,
    target: parsed.value,
    address: maskedAddress(text),
    metrics: module.metrics,
    timeoutMs,
    nameServers: module.nameServers,
    labels: {},
  };
}
