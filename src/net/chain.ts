import { hash, type X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Evidence } from '../evidence.ts';
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

// Not an interface, which nobody may take for a record of labels.
export type LeafLabels = {
  readonly fingerprint_sha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly subjectalternative: string;
  readonly serialnumber: string;
};

const MAX_KNOWN_CHAINS = 256;

/** Reads the chain that the peer presented, unless it is known. Undefined if there is none. */
export function readChain(
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
  const found = known.get(key) ?? factsOf(ders);
  // The one used last is the last to go.
  known.delete(key);
  known.set(key, found);
  if (known.size > MAX_KNOWN_CHAINS) known.delete(known.keys().next().value ?? key);
  return found;
}

function factsOf(ders: readonly Buffer[]): ChainFacts {
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
