import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { type Checked, type Problem, problem } from '../config/problem.ts';
import { readConfigFile } from '../net/file.ts';
import type { TlsSettings } from './tls-settings.ts';

const BLOCK = 'tls_server_config';
// A file system that hangs must not hold a handshake for good.
const READ_MS = 10_000;

/** Certificate, key and authority of these settings as they are now, fit for a server. */
export async function readTlsMaterial({
  cert,
  key,
  authority,
  clients,
  options,
}: TlsSettings): Promise<Checked<SecureContextOptions>> {
  const problems: Problem[] = [];

  async function read(name: string, { file, text }: TlsSettings['cert']): Promise<Part> {
    const at = file === undefined ? name : `${name}_file`;
    const refuse = (message: string): void => void problems.push(problem([BLOCK, at], message));
    if (file === undefined) return { text, refuse };
    try {
      const bytes = await readConfigFile(file, AbortSignal.timeout(READ_MS));
      return { text: bytes.toString(), refuse };
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
      return { text: undefined, refuse };
    }
  }

  const [certPart, keyPart, caPart] = await Promise.all([
    read('cert', cert),
    read('key', key),
    read('client_ca', authority),
  ]);
  judgePair(certPart, keyPart);
  judgeAuthority(caPart);
  if (problems.length > 0) return { outcome: 'invalid', problems };
  const material = {
    ...options,
    ...(certPart.text !== undefined && { cert: certPart.text }),
    ...(keyPart.text !== undefined && { key: keyPart.text }),
    ...(clients.verifies && caPart.text !== undefined && { ca: caPart.text }),
    // Sessions with a client's certificate cannot be resumed without.
    sessionIdContext: 'synthetic-exporter',
    // An authority that is not its own issuer may be all that is trusted, as in Go.
    allowPartialTrustChain: true,
  };
  return judgeWhole(material);
}

interface Part {
  readonly text: string | undefined;
  /** Says that this part is at fault. */
  readonly refuse: (message: string) => void;
}

function judgePair(cert: Part, key: Part): void {
  if (cert.text === undefined) return;
  const whyNot = cert.text === '' ? 'it is empty' : faultOf({ cert: cert.text });
  if (whyNot !== undefined) cert.refuse(`no certificate in PEM: ${whyNot}`);
  else if (key.text !== undefined) {
    const whyNoKey = key.text === '' ? 'it is empty' : faultOf({ cert: cert.text, key: key.text });
    if (whyNoKey !== undefined)
      key.refuse(`no private key in PEM of this certificate: ${whyNoKey}`);
  }
}

const PEM =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

function judgeAuthority({ text, refuse }: Part): void {
  if (text === undefined) return;
  const certificates = text.match(PEM) ?? [];
  if (certificates.length === 0) return refuse('no certificate in PEM, so no client could pass');
  const unreadable = certificates.findIndex((pem) => !isCertificate(pem));
  if (unreadable >= 0) refuse(`certificate ${unreadable + 1} cannot be read`);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    // What OpenSSL says of it, such as `wrong tag`, helps nobody.
    return false;
  }
}

/** Whatever is left that OpenSSL does not like, such as curves that this build of it lacks. */
function judgeWhole(material: SecureContextOptions): Checked<SecureContextOptions> {
  const fault = faultOf(material);
  if (fault === undefined) return { outcome: 'valid', value: material };
  return { outcome: 'invalid', problems: [problem([BLOCK], `cannot be used: ${fault}`)] };
}

function faultOf(options: SecureContextOptions): string | undefined {
  try {
    createSecureContext(options);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** OpenSSL's messages name its source files; what people need is the reason alone. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'reason' in error ? String(error.reason) : error.message;
}
