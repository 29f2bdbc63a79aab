import ipaddr from 'ipaddr.js';
import type { Certificate } from './certificate.ts';
import { isFor } from './certificate-name.ts';
import { shown } from './shown.ts';

// OpenSSL's codes for what happens most, in words.
const COMPLAINTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired, or one of its chain has',
  CERT_NOT_YET_VALID: 'it is not yet valid, or one of its chain is not',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends at an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its chain is not complete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'no trusted authority has issued it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'no trusted authority has issued it, and it came alone',
  INVALID_PURPOSE: 'it is not meant for servers',
};

/** Why a certificate is not accepted: OpenSSL's verdict on its chain first, then the name. */
export function refusal(
  code: string | undefined,
  leaf: Certificate,
  serverName: string,
): string | undefined {
  if (code !== undefined) {
    const words = COMPLAINTS[code];
    return `certificate refused: ${words === undefined ? code : `${words} (${code})`}`;
  }
  if (isFor(leaf, serverName)) return undefined;
  const names = [...leaf.dnsNames, ...leaf.addresses.map(addressText)].join(', ');
  const found = names === '' ? 'has no alternative names' : `is for ${shown(names)}`;
  return `certificate refused: it ${found}, want ${shown(serverName)}`;
}

function addressText(bytes: Buffer): string {
  try {
    return ipaddr.fromByteArray([...bytes]).toString();
  } catch {
    // Neither 4 nor 16 bytes long.
    return bytes.toString('hex');
  }
}
