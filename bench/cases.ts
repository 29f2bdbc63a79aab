import { SERVER_NAME } from './certificate.ts';

export const CASES = ['http', 'tcp', 'https', 'http2', 'tls', 'dns'] as const;
/** A kind of probe to be measured; also the name of its module. */
export type Case = (typeof CASES)[number];

/** Both exporters get this file. */
export const CONFIG = `modules:
  http: { prober: http, timeout: 5s }
  https: { prober: http, timeout: 5s, http: { enable_http2: false, tls_config: { server_name: ${SERVER_NAME} } } }
  http2: { prober: http, timeout: 5s, http: { tls_config: { server_name: ${SERVER_NAME} } } }
  tcp: { prober: tcp, timeout: 5s, tcp: { query_response: [{ expect: '^220 ' }] } }
  tls: { prober: tcp, timeout: 5s, tcp: { tls: true, tls_config: { server_name: ${SERVER_NAME} } } }
  dns: { prober: dns, timeout: 5s, dns: { query_name: bench.example, query_type: A, transport_protocol: udp } }
`;

export const MEANING: Readonly<Record<Case, string>> = {
  http: 'HTTP/1.1, status 200',
  tcp: 'connect and one expected line',
  https: 'HTTP/1.1 over TLS 1.3, chain verified',
  http2: 'HTTP/2 over TLS 1.3, chain verified',
  tls: 'connect and TLS 1.3 handshake, chain verified',
  dns: 'A over UDP',
};
