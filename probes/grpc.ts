import { ipWarnings } from '../src/net/choose.ts';
import { lookUp, lookUpMetrics } from '../src/net/look-up.ts';
import { placeText } from '../src/net/place-text.ts';
import { requireUsable } from '../src/net/tls-context.ts';
import { observeTls, type TlsFacts, tlsMetrics } from '../src/net/tls-facts.ts';
import { tlsWarnings } from '../src/net/tls-schema.ts';
import { defineProbe, failure } from '../src/probe.ts';
import { check } from './grpc/check.ts';
import { config } from './grpc/config.ts';
import { SERVING_STATUSES } from './grpc/health.ts';
import { metadataWarnings } from './grpc/metadata.ts';
import { DEADLINE_EXCEEDED, OK, statusCodeOf } from './grpc/status.ts';
import { target } from './grpc/target.ts';

export default defineProbe({
  name: 'grpc',
  help: 'Asks a gRPC server by the standard health protocol whether it, or one of its services, is serving.',
  target,
  config,
  phases: ['resolve', 'check'],
  metrics: {
    ...lookUpMetrics,
    ...tlsMetrics,
    probe_grpc_status_code: {
      type: 'gauge',
      help: 'The gRPC status that the call ended with; 0, which is OK, also if there was no call.',
    },
    probe_grpc_healthcheck_response: {
      type: 'gauge',
      help: 'Whether the answer was this serving status.',
      labels: ['serving_status'],
    },
    probe_grpc_ssl: { type: 'gauge', help: 'Whether the answer came over TLS.' },
  },
  warnings: (config) => [
    ...ipWarnings(config),
    ...tlsWarnings(config.tls_config),
    ...metadataWarnings(config.metadata),
  ],
  async run(context) {
    const { target, config, signal, network, show } = context;
    const { enter, attempt, announce, observe, debug } = context;
    observe('probe_grpc_status_code', OK);
    observe('probe_grpc_ssl', 0);
    announce('resolve');
    // That it cannot be used says nothing of the target, so nobody is asked; nor without TLS, as in blackbox_exporter.
    await requireUsable(config.tls_config, signal);
    const { host, port = config.tls ? 443 : 80 } = target;
    attempt('resolve', host);
    const { address } = await lookUp(context, host, config);
    debug(`${host} is ${address}, to be asked at port ${port}`);
    // Here, since what the guard refuses was never tried.
    network.permit(address);
    const service = config.service === '' ? 'the server' : `service ${config.service}`;
    enter('check', `health of ${service} at ${placeText(address, port)}`);
    for (const serving_status of SERVING_STATUSES)
      observe('probe_grpc_healthcheck_response', 0, { labels: { serving_status } });
    // For when the time runs out: what is observed after the deadline comes too late.
    observe('probe_grpc_status_code', DEADLINE_EXCEEDED);
    const onFacts = (facts: TlsFacts): void => observeTls(observe, facts);
    let serving_status: string;
    try {
      const means = { network, signal, onFacts, show };
      serving_status = await check({ host, address, port }, config, means);
    } catch (error) {
      if (!signal.aborted) observe('probe_grpc_status_code', statusCodeOf(error));
      throw error;
    }
    observe('probe_grpc_status_code', OK);
    observe('probe_grpc_ssl', config.tls ? 1 : 0);
    observe('probe_grpc_healthcheck_response', 1, { labels: { serving_status } });
    if (serving_status !== 'SERVING')
      throw failure('status', `the server says ${serving_status}, want SERVING`);
  },
});
