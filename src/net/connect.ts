import { connect, isIP, type LookupFunction, type NetConnectOpts, type Socket } from 'node:net';
import { classify, failure } from '../failure.ts';
import type { Network } from './network.ts';
import { shown } from './shown.ts';

export interface Destination {
  /** A resolved address. */
  readonly address: string;
  readonly port: number;
  readonly localAddress?: string | undefined;
}

/**
 * Opens a TCP connection to an address that the guard permits. The socket is the caller's to destroy,
 * has an error listener for life, and is destroyed when the signal aborts.
 */
export async function dial(
  network: Network,
  { address, port, localAddress }: Destination,
  signal: AbortSignal,
): Promise<Socket> {
  network.permit(address);
  if (localAddress !== undefined) requireOneFamily(localAddress, address);
  const local = localAddress === undefined ? {} : { localAddress };
  return open({ host: address, port, noDelay: true, ...local }, signal);
}

interface NamedDestination extends Omit<Destination, 'localAddress'> {
  readonly name: string;
  /** Told of each address but the first, before it is tried. */
  readonly onAnother?: (address: string) => void;
}

/**
 * As `dial`; if that address refuses, or cannot be reached, as one or another of those that the name has besides.
 * Where they all do, what the first of them said counts.
 */
export async function dialAny(
  network: Network,
  { name, address: first, port, onAnother }: NamedDestination,
  signal: AbortSignal,
): Promise<Socket> {
  try {
    return await dial(network, { address: first, port }, signal);
  } catch (error) {
    requireElsewhere(error, signal);
    for (const { address } of await network.resolve(name, signal)) {
      if (address === first) continue;
      onAnother?.(address);
      try {
        return await dial(network, { address, port }, signal);
      } catch (another) {
        requireElsewhere(another, signal);
      }
    }
    throw error;
  }
}

/** Throws the error unless another address may do better. */
function requireElsewhere(error: unknown, signal: AbortSignal): void {
  const { reason } = classify(error, signal);
  if (reason !== 'refused' && reason !== 'unreachable') throw error;
}

/**
 * Connects to a host that the operator's config names, such as a proxy: the guard is for those that a caller may
 * choose, and is not asked. Of several addresses it takes one that answers. The socket is as that of `dial`.
 */
export async function dialNamed(
  network: Network,
  { host, port }: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Socket> {
  const addresses = await network.resolve(host, signal);
  const lookup: LookupFunction = (_host, _options, callback) => callback(null, [...addresses]);
  return open({ host, port, noDelay: true, autoSelectFamily: true, lookup }, signal);
}

export function requireOneFamily(localAddress: string, address: string): void {
  const family = isIP(localAddress);
  if (family === isIP(address)) return;
  const what = family === 0 ? ', which is none' : ' of the other IP version';
  const detail = `cannot reach ${address} from the source address ${localAddress}${what}`;
  throw Object.assign(failure('unreachable', detail), { ownTrouble: true });
}

/**
 * Opens a connection to a socket of this machine, by its path or by its abstract name on Linux, written `@name`.
 * The guard is not asked, since it knows of addresses alone. The socket is as that of `dial`.
 */
export async function dialPath(path: string, signal: AbortSignal): Promise<Socket> {
  try {
    return await open({ path: path.replace(/^@/, '\0') }, signal);
  } catch (error) {
    const why = error instanceof Error && 'code' in error && PATH_REFUSALS.get(error.code);
    if (typeof why !== 'string') throw error;
    throw failure('refused', `cannot connect to ${shown(path)}: ${why}`, { cause: error });
  }
}

const PATH_REFUSALS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'a part of its path is no folder'],
  ['ELOOP', 'its path goes round in symbolic links'],
  ['ECONNREFUSED', 'nobody listens there'],
  ['EPROTOTYPE', 'it is no stream socket'],
  // On such a socket it says that the server does not accept what is waiting, and nothing about this process.
  ['EAGAIN', 'its queue of connections is full'],
]);

async function open(where: NetConnectOpts, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  return await new Promise((resolve, reject) => {
    const socket = connect(where);
    const onAbort = (): void => {
      reject(signal.reason);
      socket.destroy();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays for life: what breaks an open connection is for its reader to find, and must not end the process.
    socket.on('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', onAbort);
      // Node's handle keeps the socket until the next full collection; whoever listened need not stay as long.
      socket.removeAllListeners();
    });
    socket.once('connect', () => resolve(socket));
  });
}
