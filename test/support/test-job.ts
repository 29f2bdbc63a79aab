import type { Job } from '../../src/job.ts';
import type { Probe } from '../../src/probe.ts';

/** A job for a probe that a test made. */
export function testJob(probe: Probe, more: Partial<Job> = {}): Job {
  return {
    key: 'key',
    name: undefined,
    module: 'test',
    probe,
    config: {},
    target: 'target',
    address: 'target',
    metrics: typeof probe.metrics === 'function' ? probe.metrics({}) : probe.metrics,
    timeoutMs: 60_000,
    nameServers: [],
    labels: {},
    ...more,
  };
}
