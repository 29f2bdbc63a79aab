import { X509Certificate } from 'node:crypto';
import type { Evidence } from '../evidence.ts';
import type { EvidenceAccount } from './story.ts';

/** As people may see it: text, and nothing that looks like a secret. */
export function tellEvidence(evidence: Evidence): EvidenceAccount {
  switch (evidence.kind) {
    case 'entries': {
      const { kind, title, entries } = evidence;
      return { kind, title, entries: entries.map(([name, value]) => [name, value]) };
    }
    case 'certificates':
      return { kind: evidence.kind, chain: evidence.chain.flatMap(certificateIn) };
    default:
      return { kind: evidence.kind, text: Buffer.from(evidence.text).toString() };
  }
}

type Certificate = Extract<EvidenceAccount, { kind: 'certificates' }>['chain'][number];

/** Nothing, if it is none. */
function certificateIn(der: Uint8Array): readonly Certificate[] {
  try {
    const certificate = new X509Certificate(der);
    const { subject, issuer, subjectAltName, serialNumber, fingerprint256 } = certificate;
    return [
      {
        subject: subject ?? '',
        issuer: issuer ?? '',
        names: subjectAltName?.split(', ') ?? [],
        notBeforeMs: certificate.validFromDate.getTime(),
        notAfterMs: certificate.validToDate.getTime(),
        serialNumber,
        fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
      },
    ];
  } catch {
    return [];
  }
}
