import http from '../../probes/http.ts';
import type { Network } from '../../src/net/network.ts';
import type { Result } from '../../src/result.ts';
import { runTarget } from './run-target.ts';
import { localNetwork } from './test-network.ts';

export interface HttpRun {
  /** `success`, or the reason and the detail. */
  readonly verdict: string;
  readonly phase: string | undefined;
  readonly phases: readonly string[];
  /** By name; labels, if any, as JSON behind it. */
  readonly values: Readonly<Record<string, number>>;
  readonly log: readonly string[];
  readonly result: Result;
}

interface Setting {
  readonly network?: Network;
  readonly timeoutMs?: number;
}

/** Runs the http probe against a URL. */
export async function get(
  url: string,
  config: object = {},
  { network = localNetwork, timeoutMs = 5000 }: Setting = {},
): Promise<HttpRun> {
  const result = await runTarget(http, url, { config, network, timeoutMs });
  const values = result.samples.map(({ metric, labels, value }) => {
    const text = Object.keys(labels).length === 0 ? '' : JSON.stringify(labels);
    return [metric + text, value] as const;
  });
  const isSuccess = result.outcome === 'success';
  return {
    verdict: isSuccess ? 'success' : `${result.reason}: ${result.detail}`,
    phase: isSuccess ? undefined : result.phase,
    phases: [...result.phases.keys()],
    values: Object.fromEntries(values),
    log: result.log.map(({ text }) => text),
    result,
  };
}
