import { isIPv6, type Socket } from 'node:net';
import { dial } from '../../src/net/connect.ts';
import { startTls } from '../../src/net/tls.ts';
import type { TlsFacts } from '../../src/net/tls-facts.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { failure, type Network, type Show } from '../../src/probe.ts';
import { callOver } from './call.ts';
import type { Config } from './config.ts';
import { healthCheckRequest, servingStatusIn } from './health.ts';
import { metadataFault, metadataFields } from './metadata.ts';
import { callFailure, INTERNAL } from './status.ts';

export interface Place {
  /** As the target says it. */
  readonly host: string;
  /** What it was resolved to. */
  readonly address: string;
  readonly port: number;
}

interface Means {
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly onFacts: (facts: TlsFacts) => void;
  readonly show: Show;
}

const METHOD = '/grpc.health.v1.Health/Check';

/** Asks for the health of the service that the config names: `SERVING`, or what else the answer says. */
export async function check(place: Place, config: Config, means: Means): Promise<string> {
  const { service, metadata, tls_config } = config;
  const fault = metadataFault(metadata);
  if (fault !== undefined) throw callFailure(INTERNAL, 'internal', fault);
  const socket = await dial(means.network, place, means.signal);
  try {
    const serverName = tls_config.server_name ?? place.host;
    const talk = config.tls ? await secure(socket, serverName) : socket;
    const named = Object.entries(metadata).map(
      ([name, values]) => `\n${name}: ${values.join(', ')}`,
    );
    const asked = service === '' ? '' : `\n\nservice: ${JSON.stringify(service)}`;
    means.show({ kind: 'sent', text: `POST ${METHOD} HTTP/2${named.join('')}${asked}` });
    const answer = await callOver(talk, {
      method: METHOD,
      scheme: config.tls ? 'https' : 'http',
      authority: config.tls ? inBrackets(serverName) : `${inBrackets(place.host)}:${place.port}`,
      fields: ['user-agent', userAgent, ...metadataFields(metadata)],
      message: healthCheckRequest(service),
      show: means.show,
    });
    const status = servingStatusIn(answer);
    means.show({ kind: 'received', text: `status: ${status}` });
    return status;
  } finally {
    socket.destroy();
  }

  async function secure(plain: Socket, serverName: string): Promise<Socket> {
    const { onFacts, show } = means;
    const options = { config: tls_config, serverName, alpn: ['h2'], onFacts, show };
    const secured = await startTls(plain, options, means.signal);
    if (secured.alpnProtocol === 'h2') return secured;
    throw failure('protocol', 'the server did not agree on HTTP/2 in its TLS handshake (ALPN)');
  }
}

function inBrackets(host: string): string {
  return isIPv6(host) ? `[${host.replace(/%.*$/, '')}]` : host;
}
