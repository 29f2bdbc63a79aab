import { stat } from 'node:fs/promises';
import {
  createSecureContext,
  DEFAULT_CIPHERS,
  getCACertificates,
  type SecureContext,
  type SecureContextOptions,
} from 'node:tls';
import { failure } from '../failure.ts';
import type { ChainFacts } from './chain.ts';
import { readConfigFile } from './file.ts';
import type { KnownChains } from './presented-chain.ts';
import { trustSystem } from './system-trust.ts';
import { type TlsConfig, type TlsMaterial, tlsWarnings } from './tls-schema.ts';
import { type Anchors, anchorsOf } from './trust.ts';

/** What all handshakes of one module share. */
export interface TlsContext {
  readonly secure: SecureContext;
  readonly anchors: () => Anchors;
  readonly known: KnownChains;
  /** When verified chains end, which takes signatures to find out. */
  readonly expiries: WeakMap<ChainFacts, number | undefined>;
}

// The post-quantum share, first by default, costs 0.07 ms a handshake. A server without X25519 asks for another group.
const GROUPS = 'X25519:P-256:P-384:P-521';
// As Go asks: many servers take the client's first, and dashboards name what was taken. It is the cheapest as well.
const FIRST_CIPHER = 'TLS_AES_128_GCM_SHA256';
const OTHER_CIPHERS = DEFAULT_CIPHERS.split(':').filter((name) => name !== FIRST_CIPHER);
const CIPHERS = [FIRST_CIPHER, ...OTHER_CIPHERS].join(':');
const PEM = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([\s\S]*?)-----END/g;

/** Throws what is wrong with the settings, also where no handshake follows. */
export async function requireUsable(
  { material }: Pick<TlsConfig, 'material'>,
  signal: AbortSignal,
): Promise<void> {
  const isPlain = Object.values(material).every((value) => value === undefined);
  if (!isPlain) await tlsContext(material, signal);
}

interface Kept {
  readonly stamp: string;
  readonly context: TlsContext;
}

// Making a context costs 0.2 ms, so it is kept as long as its settings are.
const kept = new WeakMap<TlsMaterial, Kept>();

/** The context of this material; made anew only when one of the files that they name has changed. */
export async function tlsContext(material: TlsMaterial, signal: AbortSignal): Promise<TlsContext> {
  const stamp = await stampOf(material);
  const known = kept.get(material);
  if (known !== undefined && known.stamp === stamp) return known.context;
  const context = await makeContext(material, signal);
  kept.set(material, { stamp, context });
  return context;
}

async function stampOf({ ca_file, cert_file, key_file }: TlsMaterial): Promise<string> {
  const paths = [ca_file, cert_file, key_file].filter((path) => path !== undefined);
  if (paths.length === 0) return '';
  return (await Promise.all(paths.map(stampOfFile))).join(' ');
}

async function stampOfFile(path: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    // Reading it will say why; until it can be read again, nothing is kept.
    return `${path} ${Math.random()}`;
  }
}

async function makeContext(material: TlsMaterial, signal: AbortSignal): Promise<TlsContext> {
  for (const why of tlsWarnings({ material })) throw failure('internal', why);
  const [ca, cert, key] = await Promise.all([
    textOf(material.ca, material.ca_file, signal),
    textOf(material.cert, material.cert_file, signal),
    textOf(material.key?.reveal(), material.key_file, signal),
  ]);
  const authorities = ca === undefined ? undefined : certificatesIn(ca);
  if (authorities?.length === 0) throw unusable('the CA holds no certificate in PEM');
  if (authorities === undefined) trustSystem();
  const { min_version: minVersion, max_version: maxVersion } = material;
  const options: SecureContextOptions = {
    ecdhCurve: GROUPS,
    ciphers: CIPHERS,
    // A configured CA may be an intermediate one, and then the chain ends there, as in Go.
    allowPartialTrustChain: true,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(minVersion !== undefined && { minVersion }),
    ...(maxVersion !== undefined && { maxVersion }),
    // OpenSSL 3 speaks the versions before 1.2 on its lowest security level only.
    ...(isOld(minVersion ?? maxVersion) && { ciphers: 'DEFAULT@SECLEVEL=0' }),
    ...(minVersion === undefined && isOld(maxVersion) && { minVersion: 'TLSv1' as const }),
  };
  try {
    const secure = createSecureContext(options);
    let anchors: Anchors | undefined;
    return {
      secure,
      anchors: () => (anchors ??= authorities ? anchorsOf(authorities) : defaultAnchors()),
      known: { chains: new Map(), peers: new Map() },
      expiries: new WeakMap(),
    };
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : String(error));
  }
}

let standard: Anchors | undefined;
function defaultAnchors(): Anchors {
  standard ??= anchorsOf(getCACertificates('default').flatMap(certificatesIn));
  return standard;
}

function isOld(version: string | undefined): boolean {
  return version === 'TLSv1' || version === 'TLSv1.1';
}

function certificatesIn(pem: string): readonly Buffer[] {
  return Array.from(pem.matchAll(PEM), ([, base64 = '']) => Buffer.from(base64, 'base64'));
}

async function textOf(
  text: string | undefined,
  path: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  return text ?? (path === undefined ? undefined : (await readConfigFile(path, signal)).toString());
}

function unusable(why: string): Error {
  return failure('internal', `tls_config cannot be used: ${why}`);
}
