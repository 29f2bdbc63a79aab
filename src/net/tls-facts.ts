import { hash, type X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Evidence } from '../evidence.ts';
import type { MetricSpecs } from '../metrics/metrics.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { distinguishedName } from './distinguished-name.ts';

/** What a peer's certificates say. */
export interface ChainFacts {
  /** As presented, the leaf first. */
  readonly certificates: readonly Certificate[];
  /** For people to look at. */
  readonly evidence: Evidence;
  /** Unix seconds: the first to expire of those presented. */
  readonly earliestExpiry: number;
  readonly leaf: LeafLabels;
}

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

// Not an interface, which nobody may take for a record of labels.
type LeafLabels = {
  readonly fingerprint_sha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectalternative: string;
  readonly serialnumber: string;
};

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

const MAX_KNOWN_CHAINS = 256;

/** Reads the chain that the peer presented, unless it is known. Undefined if there is none. */
export function chainFacts(
  socket: TLSSocket,
  known: Map<string, ChainFacts>,
): ChainFacts | undefined {
  // Not getPeerCertificate: that builds objects of everything in the chain, hides certificates that do not belong
  // to it, and adds the root.
  const ders: Buffer[] = [];
  let next: X509Certificate | undefined = socket.getPeerX509Certificate();
  for (; next !== undefined; next = next.issuerCertificate) ders.push(next.raw);
  if (ders.length === 0) return undefined;
  const key = hash('sha256', Buffer.concat(ders), 'base64');
  const found = known.get(key) ?? readChain(ders);
  // The one used last is the last to go.
  known.delete(key);
  known.set(key, found);
  if (known.size > MAX_KNOWN_CHAINS) known.delete(known.keys().next().value ?? key);
  return found;
}

function readChain(ders: readonly Buffer[]): ChainFacts {
  const certificates = ders.map(readCertificate);
  const [leaf] = certificates;
  if (leaf === undefined) throw new Error('BUG: a chain without a leaf');
  return {
    certificates,
    evidence: { kind: 'certificates', chain: ders },
    earliestExpiry: Math.min(...certificates.map(({ notAfter }) => notAfter)),
    leaf: {
      fingerprint_sha256: hash('sha256', leaf.der, 'hex'),
      subject: distinguishedName(leaf.subject),
      issuer: distinguishedName(leaf.issuer),
      subjectalternative: leaf.dnsNames.join(','),
      serialnumber: leaf.serialNumber,
    },
  };
}
