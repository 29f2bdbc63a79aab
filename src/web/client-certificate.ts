import type { TLSSocket } from 'node:tls';
import ipaddr from 'ipaddr.js';
import { type Certificate, readCertificate } from '../net/certificate.ts';
import type { ClientRules } from './tls-settings.ts';

/** Why a client may not come in, judged by its certificate; undefined if it may. */
export function refusalOfClient(socket: TLSSocket, rules: ClientRules): string | undefined {
  if (!rules.asks) return undefined;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return rules.requires ? 'it shows no certificate' : undefined;
  if (rules.verifies && !socket.authorized) {
    // Typed as an Error, but what Node puts here is OpenSSL's code.
    return `its certificate does not hold: ${String(socket.authorizationError)}`;
  }
  if (rules.allowedNames === undefined) return undefined;
  const names = namesOf(certificate.raw);
  if (names.some((name) => rules.allowedNames?.includes(name))) return undefined;
  return 'none of the names in its certificate is in client_allowed_sans';
}

const TEXTS = [0x81, 0x82, 0x86];
const IP_ADDRESS = 0x87;

/** Its alternative names as Go writes them: mail addresses, host names, URIs, addresses. */
function namesOf(der: Buffer): readonly string[] {
  let certificate: Certificate;
  try {
    certificate = readCertificate(der);
  } catch {
    // OpenSSL took it, but what cannot be read names nobody who is let in.
    return [];
  }
  return certificate.alternativeNames.flatMap(({ tag, content }) => {
    if (TEXTS.includes(tag)) return [content.toString('latin1')];
    if (tag !== IP_ADDRESS || (content.length !== 4 && content.length !== 16)) return [];
    return [ipaddr.process(ipaddr.fromByteArray([...content]).toString()).toString()];
  });
}
