import type { MetricSpecs } from '../metrics/metrics.ts';
import type { LeafLabels } from './chain.ts';

/** What one handshake showed, also when the certificate was then refused. */
export interface TlsFacts {
  /** `TLS 1.3` */
  readonly version: string;
  /** IANA's name. */
  readonly cipher: string;
  readonly earliestExpiry: number;
  readonly leaf: LeafLabels;
  /** Undefined if the certificates were found wanting. */
  readonly lastChainExpiry: number | undefined;
}

/** To be spread into the metrics of every probe that speaks TLS. */
export const tlsMetrics = {
  probe_ssl_earliest_cert_expiry: {
    type: 'gauge',
    help: 'When the first of the presented certificates expires, in Unix time.',
  },
  probe_ssl_last_chain_expiry_timestamp_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'When the last of the verified certificate chains expires, in Unix time.',
  },
  probe_ssl_last_chain_info: {
    type: 'info',
    help: 'The certificate that the server presented as its own.',
    labels: ['fingerprint_sha256', 'subject', 'issuer', 'subjectalternative', 'serialnumber'],
  },
  probe_tls_version_info: {
    type: 'info',
    help: 'The TLS version that was agreed on.',
    labels: ['version'],
  },
  probe_tls_cipher_info: {
    type: 'info',
    help: 'The TLS cipher suite that was agreed on.',
    labels: ['cipher'],
  },
} as const satisfies MetricSpecs;

/** A context's `observe`, as far as TLS needs it. */
export interface ObserveTls {
  (
    metric: 'probe_ssl_earliest_cert_expiry' | 'probe_ssl_last_chain_expiry_timestamp_seconds',
    value: number,
  ): void;
  (metric: 'probe_ssl_last_chain_info', value: number, more: { labels: LeafLabels }): void;
  (
    metric: 'probe_tls_version_info',
    value: number,
    more: { labels: { readonly version: string } },
  ): void;
  (
    metric: 'probe_tls_cipher_info',
    value: number,
    more: { labels: { readonly cipher: string } },
  ): void;
}

export function observeTls(observe: ObserveTls, facts: TlsFacts): void {
  const { version, cipher, leaf, earliestExpiry, lastChainExpiry } = facts;
  observe('probe_ssl_earliest_cert_expiry', earliestExpiry);
  if (lastChainExpiry !== undefined)
    observe('probe_ssl_last_chain_expiry_timestamp_seconds', lastChainExpiry);
  observe('probe_ssl_last_chain_info', 1, { labels: leaf });
  observe('probe_tls_version_info', 1, { labels: { version } });
  observe('probe_tls_cipher_info', 1, { labels: { cipher } });
}
