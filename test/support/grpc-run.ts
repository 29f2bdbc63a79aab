import grpc from '../../probes/grpc.ts';
import type { Network } from '../../src/net/network.ts';
import { runTarget } from './run-target.ts';

export interface GrpcRun {
  /** `success`, or the reason and the detail. */
  readonly verdict: string;
  /** The status of the call. */
  readonly code: number | undefined;
  readonly ssl: number | undefined;
  /** The serving status that is 1; undefined if none is. */
  readonly serving: string | undefined;
  readonly phases: readonly string[];
  /** The names of all metrics, each once. */
  readonly metrics: readonly string[];
  readonly log: readonly string[];
}

interface Setting {
  readonly network?: Network;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Runs the grpc probe. */
export async function askHealth(
  target: string,
  config: object = {},
  setting: Setting = {},
): Promise<GrpcRun> {
  const result = await runTarget(grpc, target, { config, ...setting });
  const valueOf = (metric: string) =>
    result.samples.find((sample) => sample.metric === metric)?.value;
  const serving = result.samples.find(
    ({ metric, value }) => metric === 'probe_grpc_healthcheck_response' && value === 1,
  );
  return {
    verdict: result.outcome === 'success' ? 'success' : `${result.reason}: ${result.detail}`,
    code: valueOf('probe_grpc_status_code'),
    ssl: valueOf('probe_grpc_ssl'),
    serving: serving?.labels['serving_status'],
    phases: [...result.phases.keys()],
    metrics: [...new Set(result.samples.map(({ metric }) => metric))],
    log: result.log.map(({ text }) => text),
  };
}
