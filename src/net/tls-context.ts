import { X509Certificate } from 'node:crypto';
import { stat } from 'node:fs/promises';
import {
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type SecureContextOptions,
} from 'node:tls';
import { failure } from '../failure.ts';
import type { ChainFacts } from './chain.ts';
import { openSslCiphers } from './cipher-suites.ts';
import { readConfigFile } from './file.ts';
import type { KnownChains } from './presented-chain.ts';
import { trustSystem } from './system-trust.ts';
import { type TlsConfig, type TlsMaterial, tlsFaults } from './tls-schema.ts';
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
// As Go asks: a server that takes none of them is one to alert about, many take the client's first, and dashboards name
// what was taken. The level lets keys of 1024 bits pass.
const CIPHERS = `${openSslCiphers([])}:@SECLEVEL=1`;
// OpenSSL 3 speaks the versions before 1.2 on its lowest security level only.
const OLD_CIPHERS = `${openSslCiphers([])}:@SECLEVEL=0`;
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
  for (const why of tlsFaults(material)) throw failure('internal', why);
  const [ca, cert, key] = await Promise.all([
    textOf(material.ca, material.ca_file, signal),
    textOf(material.cert, material.cert_file, signal),
    textOf(material.key?.reveal(), material.key_file, signal),
  ]);
  const authorities = ca === undefined ? undefined : certificatesIn(ca).flatMap(readIfPossible);
  if (authorities?.length === 0) throw unusable('the CA holds no certificate in PEM');
  if (authorities === undefined) trustSystem();
  const { min_version: minVersion, max_version: maxVersion } = material;
  const options: SecureContextOptions = {
    ecdhCurve: GROUPS,
    ciphers: isOld(minVersion) ? OLD_CIPHERS : CIPHERS,
    // A configured CA may be an intermediate one, and then the chain ends there, as in Go.
    allowPartialTrustChain: true,
    ...(authorities !== undefined && { ca: authorities.map(String) }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(minVersion !== undefined && { minVersion }),
    ...(maxVersion !== undefined && { maxVersion }),
  };
  try {
    const secure = createSecureContext(options);
    let anchors: Anchors | undefined;
    return {
      secure,
      anchors: () =>
        (anchors ??= authorities ? anchorsOf(authorities.map(({ raw }) => raw)) : defaultAnchors()),
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

function readIfPossible(der: Buffer): readonly X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    // OpenSSL would stop at it without a word, and not see what stands behind it.
    return [];
  }
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
