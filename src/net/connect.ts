import { connect, isIP, type Socket } from 'node:net';
import { failure } from '../failure.ts';
import type { Network } from './network.ts';

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
  signal.throwIfAborted();
  if (localAddress !== undefined) requireOneFamily(localAddress, address);
  return await new Promise((resolve, reject) => {
    const local = localAddress === undefined ? {} : { localAddress };
    const socket = connect({ host: address, port, noDelay: true, ...local });
    const onAbort = (): void => {
      reject(signal.reason);
      socket.destroy();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // Stays for life: what breaks an open connection is for its reader to find, and must not end the process.
    socket.on('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    socket.once('connect', () => resolve(socket));
  });
}

export function requireOneFamily(localAddress: string, address: string): void {
  if (isIP(localAddress) === isIP(address)) return;
  const detail = `cannot reach ${address} from the source address ${localAddress} of the other IP version`;
  throw Object.assign(failure('unreachable', detail), { ownTrouble: true });
}
