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

// Prometheus asks for the same targets again and again. With a module that is loaded anew, its jobs go.
const remembered = new WeakMap<Module, Map<string, Job>>();
const MOST_REMEMBERED = 10_000;

/** The job of a target that comes with a request. Throws an error for people if the target or hostname is unfit. */
export async function requestedJob(
  module: Module,
  text: string,
  hostname: string | undefined,
  timeoutMs: number,
): Promise<Job> {
  const known = remembered.get(module)?.get(text) ?? (await newJob(module, text));
  const job = known.timeoutMs === timeoutMs ? known : { ...known, timeoutMs };
  if (job !== known) remember(module, text, job);
  if (hostname === undefined) return job;
  const config = module.probe.withHostname?.(module.config, hostname);
  if (config === undefined) return job;
  return { ...job, config, hostname, key: keyOf(module, text, hostname) };
}

async function newJob(module: Module, text: string): Promise<Job> {
  const { name, probe, config, metrics, nameServers } = module;
  const parsed = await probe.target['~standard'].validate(text);
  if (parsed.issues !== undefined) {
    const why = parsed.issues.map(({ message }) => message).join('; ');
    throw new Error(`the target does not fit the prober ${probe.name}: ${why}`);
  }
  const job = {
    key: keyOf(module, text),
    name: undefined,
    module: name,
    probe,
    config,
    target: parsed.value,
    address: maskedAddress(text),
    metrics,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    nameServers,
    labels: {},
  };
  remember(module, text, job);
  return job;
}

function keyOf(module: Module, text: string, hostname?: string): string {
  return JSON.stringify(['', module.name, module.fingerprint, text, hostname]);
}

function remember(module: Module, text: string, job: Job): void {
  const jobs = remembered.get(module) ?? new Map<string, Job>();
  if (jobs.size >= MOST_REMEMBERED && !jobs.has(text)) jobs.clear();
  jobs.set(text, job);
  remembered.set(module, jobs);
}
