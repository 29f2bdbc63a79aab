import { lookUpMetrics } from '../../src/net/look-up.ts';
import { tlsMetrics } from '../../src/net/tls-facts.ts';
import type { MetricSpecs } from '../../src/probe.ts';

export const metrics = {
  ...lookUpMetrics,
  ...tlsMetrics,
  probe_websocket_status_code: {
    type: 'gauge',
    help: 'The status code of the answer to the handshake; 0 without one.',
  },
  probe_websocket_connection_upgraded: {
    type: 'gauge',
    help: 'Whether the handshake made a WebSocket of the connection.',
  },
  probe_websocket_failed_due_to_regex: {
    type: 'gauge',
    help: 'Whether the dialogue failed, by a message that does not match or by the connection.',
  },
} as const satisfies MetricSpecs;
