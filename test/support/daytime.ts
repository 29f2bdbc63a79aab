import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import daytime from '../../probes/daytime.ts';
import type { Failure, Result } from '../../src/result.ts';
import { listen } from './listen.ts';
import { runTarget } from './run-target.ts';

/** Runs the probe against what is listening there. */
export function askDaytime(
  address: string,
  config: object = {},
  timeoutMs = 5000,
): Promise<Result> {
  return runTarget(daytime, address, { config, timeoutMs });
}

/** Runs the probe against a TCP server that says this and hangs up. */
export async function hear(t: TestContext, text: string, config: object = {}): Promise<Result> {
  const address = await listen(t, (socket) => {
    socket.end(text);
  });
  return askDaytime(address, config);
}

/** What a good run found. */
export function found(result: Result, what: 'timestamp' | 'offset' | 'offset_error'): number {
  assert.equal(result.outcome, 'success', result.outcome === 'failure' ? result.detail : '');
  const name = `probe_daytime_${what}_seconds`;
  const sample = result.samples.find(({ metric }) => metric === name);
  assert.ok(sample, `no ${name}`);
  return sample.value;
}

export function failed(result: Result): Failure {
  assert.equal(result.outcome, 'failure');
  return result;
}
