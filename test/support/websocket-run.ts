import websocket from '../../probes/websocket.ts';
import type { Network } from '../../src/net/network.ts';
import type { Result } from '../../src/result.ts';
import { runTarget } from './run-target.ts';
import { localNetwork } from './test-network.ts';

export interface WebSocketRun {
  /** `success`, or the reason and the detail. */
  readonly verdict: string;
  readonly phase: string | undefined;
  readonly phases: readonly string[];
  /** Status, whether upgraded, whether the dialogue failed. */
  readonly gauges: readonly (number | undefined)[];
  readonly log: readonly string[];
  readonly result: Result;
}

interface Setting {
  readonly network?: Network;
  readonly timeoutMs?: number;
}

/** Runs the websocket probe against a URL. */
export async function open(
  url: string,
  config: object = {},
  { network = localNetwork, timeoutMs = 5000 }: Setting = {},
): Promise<WebSocketRun> {
  const result = await runTarget(websocket, url, { config, network, timeoutMs });
  const value = (name: string) => result.samples.find(({ metric }) => metric === name)?.value;
  const isSuccess = result.outcome === 'success';
  return {
    verdict: isSuccess ? 'success' : `${result.reason}: ${result.detail}`,
    phase: isSuccess ? undefined : result.phase,
    phases: [...result.phases.keys()],
    gauges: [
      value('probe_websocket_status_code'),
      value('probe_websocket_connection_upgraded'),
      value('probe_websocket_failed_due_to_regex'),
    ],
    log: result.log.map(({ text }) => text),
    result,
  };
}
