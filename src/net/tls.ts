import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Show } from '../evidence.ts';
import { failure } from '../failure.ts';
import type { ChainFacts } from './chain.ts';
import { countHeard, type Heard, presentedChain } from './presented-chain.ts';
import { type TlsContext, tlsContext } from './tls-context.ts';
import type { TlsFacts } from './tls-facts.ts';
import { refusal } from './tls-refusal.ts';
import type { TlsConfig } from './tls-schema.ts';
import { lastChainExpiry } from './trust.ts';

export interface TlsOptions {
  readonly config: TlsConfig;
  /** For whom the certificate must be, and, unless it is an address, what is asked for by SNI. */
  readonly serverName: string;
  readonly alpn?: readonly string[];
  /** Told what the handshake showed, also when the certificate is then refused. */
  readonly onFacts?: (facts: TlsFacts) => void;
  /** Shown the certificates, also when they are then refused, and when nobody looks at them. */
  readonly show?: Show;
}

// What Go prints for a time that is not set: no chain was verified, and nobody asked for one.
const NO_CHAIN = -62_135_596_800;

/**
 * Speaks TLS on a connected socket and judges the certificate. The socket that comes back is the caller's to
 * destroy, which destroys the one below; it has an error listener for life.
 */
export async function startTls(
  socket: Socket,
  { config, serverName, alpn, onFacts, show }: TlsOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const context = await tlsContext(config.material, signal);
  const name = bareName(serverName);
  signal.throwIfAborted();
  const heardOf = countHeard(socket, name);
  const secured = await handshake(socket, context, name, alpn);
  try {
    const code = config.insecure_skip_verify ? undefined : errorCode(secured);
    // What is refused is read anew, whatever is known.
    const chain = presented(secured, context, code === undefined ? heardOf() : undefined);
    show?.(chain.evidence);
    const refused = config.insecure_skip_verify ? undefined : refusalOf(code, chain, name);
    if (onFacts !== undefined) {
      const verifiedUntil = config.insecure_skip_verify ? NO_CHAIN : expiryOf(chain, context);
      onFacts({
        version: versionOf(secured),
        cipher: secured.getCipher().standardName,
        earliestExpiry: chain.earliestExpiry,
        leaf: chain.leaf,
        lastChainExpiry: refused === undefined ? verifiedUntil : undefined,
      });
    }
    if (refused !== undefined) throw failure('tls', refused);
    return secured;
  } catch (error) {
    secured.destroy();
    throw error;
  }
}

/** The zone of a scoped address means nothing to anybody else, nor do brackets around it. */
function bareName(written: string): string {
  const isAddress = written.startsWith('[') && written.endsWith(']') && written.includes(':');
  const [name = ''] = (isAddress ? written.slice(1, -1) : written).split('%', 1);
  return name.replace(/(?<!\.)\.+$/, '');
}

function handshake(
  socket: Socket,
  { secure }: TlsContext,
  name: string,
  alpn: readonly string[] | undefined,
): Promise<TLSSocket> {
  // TLS would wait for ever: it takes over the connection, but not what was heard of it.
  if (socket.readableEnded) throw failure('reset', 'closed before the TLS handshake');
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket,
      secureContext: secure,
      // We judge for ourselves, once the certificate has been read.
      rejectUnauthorized: false,
      checkServerIdentity: nothing,
      ...(isIP(name) === 0 && { servername: name }),
      ...(alpn !== undefined && { ALPNProtocols: [...alpn] }),
    });
    // Node would make objects of the whole chain only to hand them to that check, which costs 0.18 ms.
    Object.assign(secured, { getPeerCertificate: nothing });
    secured.on('error', (error) => {
      const said = readable(error);
      reject(said);
      // In TLS 1.3 a server refuses our certificate after the handshake. Node only tells, and what reads later sees an end.
      secured.destroy(said);
    });
    let isSecure = false;
    secured.once('close', () => {
      // An error is dear to make, and nobody would hear of it later.
      if (!isSecure) reject(failure('reset', 'closed during the TLS handshake'));
      // As in `dial`: the handle outlives its socket for a while, and so would they.
      secured.removeAllListeners();
    });
    secured.once('secureConnect', () => {
      isSecure = true;
      resolve(secured);
    });
    // An end that came before TLS took over would never be heard of: a read makes it known.
    socket.read(0);
  });
}

// Made once: what the socket keeps, it would keep with all that is around it here.
const nothing = (): undefined => undefined;

function presented(
  secured: TLSSocket,
  { known }: TlsContext,
  heard: Heard | undefined,
): ChainFacts {
  let chain: ChainFacts | undefined;
  try {
    chain = presentedChain(secured, heard, known, performance.now());
  } catch (error) {
    throw failure('tls', 'the certificate cannot be read', { cause: error });
  }
  if (chain !== undefined) return chain;
  throw failure('tls', 'the server presented no certificate');
}

/** OpenSSL's, if it did not verify the chain. */
function errorCode(secured: TLSSocket): string | undefined {
  // Typed as an Error, but what Node puts here is that code, or null.
  const code = secured.authorizationError as unknown;
  return typeof code === 'string' ? code : undefined;
}

function refusalOf(
  code: string | undefined,
  { certificates }: ChainFacts,
  name: string,
): string | undefined {
  const [leaf] = certificates;
  if (leaf === undefined) throw new Error('BUG: a chain without a leaf');
  return refusal(code, leaf, name);
}

/** `TLS 1.3`, as Go prints it. */
function versionOf(secured: TLSSocket): string {
  const [, major = '?', minor = '0'] =
    /^TLSv(\d)(?:\.(\d))?$/.exec(secured.getProtocol() ?? '') ?? [];
  return `TLS ${major}.${minor}`;
}

function expiryOf(chain: ChainFacts, { anchors, expiries }: TlsContext): number | undefined {
  if (!expiries.has(chain)) expiries.set(chain, lastChainExpiry(chain.certificates, anchors()));
  return expiries.get(chain);
}

/** OpenSSL's messages name its source files; what people need is the reason alone. */
function readable(error: Error): Error {
  if (!('library' in error) || !('reason' in error)) return error;
  const reason = String(error.reason);
  const hint = reason === 'wrong version number' ? ': what came is not TLS' : '';
  return failure('tls', `TLS handshake failed: ${reason}${hint}`, { cause: error });
}
